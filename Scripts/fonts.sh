#!/bin/sh
# Cuts the reader theme's faces to small WOFF2 files, one per script: fonts.sh OUTDIR
#
# The sources are Debian's fonts-noto-core and fonts-inter-variable (SIL Open Font License 1.1). The cutting is done by
# fonttools, in the Python environment that NEWSREEL_VENV names (./.venv where it is unset); it is made when missing.
# Names and ranges belong together with Themes/default/assets/fonts.css. Run again, it does nothing until a source changes.
set -eu

out=${1:?usage: fonts.sh OUTDIR}
venv=${NEWSREEL_VENV:-./.venv}
noto=${NEWSREEL_NOTO:-/usr/share/fonts/truetype/noto}
inter=${NEWSREEL_INTER:-/usr/share/fonts/truetype/inter-vf}

sources="$noto/NotoSerifDisplay-Bold.ttf $noto/NotoSerif-Regular.ttf $noto/NotoSerif-Italic.ttf $noto/NotoSerif-Bold.ttf
$noto/NotoNaskhArabic-Regular.ttf $noto/NotoNaskhArabic-Bold.ttf $noto/NotoSansArabic-Regular.ttf $noto/NotoSansArabic-Bold.ttf
$inter/Inter-roman.var.ttf"
for file in $sources; do
  if [ ! -r "$file" ]; then
    echo "fonts.sh: $file is missing; install it with: apt-get install fonts-noto-core fonts-inter-variable" >&2
    exit 3
  fi
done

mkdir -p "$out"
# shellcheck disable=SC2086
stamp=$(cat "$0" $sources | sha256sum | cut -d' ' -f1)
if [ "$(cat "$out/.stamp" 2>/dev/null || true)" = "$stamp" ]; then
  echo "fonts: already cut in $out"
  exit 0
fi

if ! "$venv/bin/python" -c 'import fontTools.subset, brotli' 2>/dev/null; then
  echo "fonts: installing fonttools into $venv"
  [ -x "$venv/bin/python" ] || python3 -m venv "$venv"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check 'fonttools>=4.47' 'brotli>=1.0'
fi

latin='U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-200D,U+2010-2027,U+202F-203A,U+2044,U+20AC,U+2116,U+2122,U+2190-2193,U+2212,U+2217,U+2248,U+2260,U+2264-2265'
latin_ext='U+0100-0130,U+0132-0151,U+0154-024F,U+0259,U+1E00-1E9F,U+1EF2-1EFF,U+20A0-20AB,U+20AD-20C0'
cyrillic='U+0301,U+0400-052F'
arabic='U+0020,U+0021,U+0028-0029,U+002C-003B,U+00A0,U+00AB,U+00BB,U+2010-2015,U+201C-201E,U+2026,U+2039-203A,U+0600-06FF,U+200C-200F,U+FD3E-FD3F,U+FDF2,U+FDFA-FDFC'

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
total=19
made=0

cut_face() { # NAME SOURCE RANGE FEATURES
  "$venv/bin/python" -m fontTools.subset "$2" --unicodes="$3" --layout-features="$4" --flavor=woff2 \
    --no-hinting --drop-tables+=DSIG --name-IDs=0,1,2,4,6,13,14 --output-file="$work/$1.woff2" 2>"$work/log" || {
    cat "$work/log" >&2
    echo "fonts.sh: could not cut $2 to $1.woff2" >&2
    exit 1
  }
  made=$((made + 1))
  printf 'fonts: %2d of %d  %-24s %6d bytes\n' "$made" "$total" "$1.woff2" "$(wc -c <"$work/$1.woff2")"
}

# Inter carries weights 100 to 900; the theme uses 400 to 700.
"$venv/bin/python" -m fontTools.varLib.instancer --quiet "$inter/Inter-roman.var.ttf" wght=400:700 --output "$work/inter.ttf" 2>/dev/null ||
  "$venv/bin/python" -m fontTools.varLib.instancer "$inter/Inter-roman.var.ttf" wght=400:700 --output "$work/inter.ttf"

western=kern,liga,ccmp,locl,mark,mkmk
for script in latin latin-ext cyrillic; do
  case $script in
    latin) range=$latin ;;
    latin-ext) range=$latin_ext ;;
    cyrillic) range=$cyrillic ;;
  esac
  cut_face "display-$script" "$noto/NotoSerifDisplay-Bold.ttf" "$range" "$western"
  cut_face "serif-$script" "$noto/NotoSerif-Regular.ttf" "$range" "$western"
  cut_face "serif-italic-$script" "$noto/NotoSerif-Italic.ttf" "$range" "$western"
  cut_face "serif-bold-$script" "$noto/NotoSerif-Bold.ttf" "$range" "$western"
  cut_face "sans-$script" "$work/inter.ttf" "$range" "$western,tnum"
done
for weight in Regular Bold; do
  lower=$(echo "$weight" | tr '[:upper:]' '[:lower:]')
  cut_face "naskh-$lower-arabic" "$noto/NotoNaskhArabic-$weight.ttf" "$arabic" '*'
  cut_face "sans-$lower-arabic" "$noto/NotoSansArabic-$weight.ttf" "$arabic" '*'
done

# A reader never meets half a set: the files move in only when all are there.
mv -f "$work"/*.woff2 "$out/"
echo "$stamp" >"$out/.stamp"
echo "fonts: $made files, $(cat "$out"/*.woff2 | wc -c) bytes in $out"
