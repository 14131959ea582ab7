#!/bin/sh
# Puts the desk's text editor, and what it drags stories with, where the desk serves it: vendor.sh OUTDIR
#
# Tiptap and ProseMirror come as one ES module inside the PyPI wheel django-prose-editor (BSD-3-Clause), pinned here by
# version and hash. pip is the one of the Python environment that NEWSREEL_VENV names (./.venv where it is unset); it is
# made when missing. Run again, it does nothing until the pin changes.
set -eu

out=${1:?usage: vendor.sh OUTDIR}
venv=${NEWSREEL_VENV:-./.venv}
package=django-prose-editor
version=0.28.0
hash=37fd98d7bf4250d535bec24c4f5ad3dc195b22cced9650dcd35a4f8777de71e2

mkdir -p "$out"
# SortableJS (MIT) of Debian's libjs-sortable; without it front pages are arranged by buttons.
sortable=${NEWSREEL_SORTABLE:-/usr/share/javascript/sortable/Sortable.min.js}
if [ -r "$sortable" ] && ! cmp -s "$sortable" "$out/sortable.js"; then cp -L "$sortable" "$out/sortable.js"; fi
if [ "$(cat "$out/.stamp" 2>/dev/null || true)" = "$package $version $hash" ] && [ -s "$out/prose-editor.js" ]; then
  echo "vendor: $package $version is in $out already"
  exit 0
fi

[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
echo "$package==$version --hash=sha256:$hash" >"$work/requirements"
"$venv/bin/python" -m pip download --quiet --disable-pip-version-check --no-deps --require-hashes --only-binary :all: \
  --dest "$work" --requirement "$work/requirements" || {
  echo "vendor.sh: $package $version could not be fetched from PyPI; the desk works with plain forms until it can" >&2
  exit 1
}
"$venv/bin/python" - "$work" "$out" <<'PYTHON'
import pathlib, re, sys, zipfile

work, out = map(pathlib.Path, sys.argv[1:])
wheel = zipfile.ZipFile(next(work.glob("*.whl")))
module = wheel.read("django_prose_editor/static/django_prose_editor/editor.js").decode()
licence = next(name for name in wheel.namelist() if name.endswith("licenses/LICENSE"))
# The map stays in the wheel, so nothing may point to it.
module = re.sub(r"\n//# sourceMappingURL=.*\s*$", "\n", module)
for name, text in {"prose-editor.js": module, "prose-editor.LICENSE.txt": wheel.read(licence).decode()}.items():
    (work / name).write_text(text)
    (work / name).replace(out / name)
PYTHON
echo "$package $version $hash" >"$out/.stamp"
echo "vendor: $package $version, $(wc -c <"$out/prose-editor.js") bytes in $out"
