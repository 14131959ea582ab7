// What the C library has and its Swift module does not show.

#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

#if defined(__linux__)
// The C library shows it to GNU programs alone.
extern ssize_t preadv2(int file, const struct iovec *pieces, int count, off_t offset, int flags);
#endif

/// Reads from the file what the system holds in memory, and fails with EAGAIN where it would have to wait for the disk.
static inline ssize_t read_now(int file, void *bytes, size_t count, off_t offset) {
#if defined(__linux__)
    const int nowait = 8; // RWF_NOWAIT
    struct iovec piece = {bytes, count};
    return preadv2(file, &piece, 1, offset, nowait);
#else
    return pread(file, bytes, count, offset);
#endif
}

/// Has all threads share this many heaps, where the C library would give each thread one of its own.
static inline void share_heaps(int count) {
#if defined(__GLIBC__)
    mallopt(M_ARENA_MAX, count);
#endif
}
