// Records every change that a process makes to files below one folder, in the order in which it makes them.
//
// To be loaded with LD_PRELOAD. $WRITELOG_FOLDER is the folder, $WRITELOG_FILE the log to append to. With
// $WRITELOG_KILL the process ends at once after so many records, in the middle of whatever it does; with
// $WRITELOG_AT_SYNC it then goes on to the next fsync, and ends in place of it.
//
// A record is a head and two texts, in the byte order of this machine; Entry.java reads it. A call and its record
// happen under one lock, so that the log is what happened. Calls that fail are not recorded. What the replay would not
// understand is recorded too, as 'U'. Not seen are changes by other ways than the C library, and by mapped memory.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define MOST_FILES 65536

// The function of the C library that one of ours stands before.
#define NEXT(name) \
    static __typeof__(name) *next; \
    if (!next) { \
        *(void **) &next = dlsym(RTLD_NEXT, #name); \
    }

struct head {
    uint8_t what;
    int32_t fd;
    int64_t at;
    uint32_t first, second;
} __attribute__((packed));

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *folder;
static size_t folder_length;
static int log_fd = -1;
static long left; // records until the end of the process, 0 for no end
static int at_sync, due;
static unsigned char inside[MOST_FILES]; // by descriptor

static void die(int now) {
    if (due && now) {
        syscall(SYS_exit_group, 137);
    }
}

static void record2(char what, int fd, int64_t at, const void *first, size_t n, const void *second, size_t m) {
    struct head head = {(uint8_t) what, fd, at, (uint32_t) n, (uint32_t) m};
    struct iovec parts[] = {{&head, sizeof head}, {(void *) first, n}, {(void *) second, m}};
    int before = errno;
    if (syscall(SYS_writev, log_fd, parts, 3) != (long) (sizeof head + n + m)) {
        abort();
    }
    if (left > 0 && --left == 0) {
        due = 1;
        die(!at_sync);
    }
    errno = before;
}

static void record(char what, int fd, int64_t at, const void *bytes, size_t n) {
    record2(what, fd, at, bytes, n, "", 0);
}

static void begin(void) { pthread_mutex_lock(&lock); }

static void end(void) { pthread_mutex_unlock(&lock); }

__attribute__((constructor)) static void prepare(void) {
    const char *file = getenv("WRITELOG_FILE"), *kill = getenv("WRITELOG_KILL");
    const char *below = getenv("WRITELOG_FOLDER");
    if (!file || !below) {
        return;
    }
    log_fd = (int) syscall(SYS_openat, AT_FDCWD, file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (log_fd < 0) {
        abort();
    }
    // not in the processes that this one starts
    unsetenv("LD_PRELOAD");
    left = kill ? atol(kill) : 0;
    at_sync = getenv("WRITELOG_AT_SYNC") != NULL;
    folder_length = strlen(below);
    record('X', -1, 0, "", 0);
    folder = below;
}

// The path from the folder on, empty for the folder itself; null if it is not in there.
static const char *below(const char *path) {
    if (!folder || strncmp(path, folder, folder_length) || (path[folder_length] && path[folder_length] != '/')) {
        return NULL;
    }
    return path[folder_length] ? path + folder_length + 1 : "";
}

static int is_inside(int fd) { return fd >= 0 && fd < MOST_FILES && inside[fd]; }

// A call that the replay does not know must not go unseen.
static void unknown(const char *call) {
    begin();
    record('U', -1, 0, call, strlen(call));
    end();
}

// Paths from a descriptor on are not followed.
static void refuse(const char *call, int dir, const char *path) {
    if (*path != '/' && is_inside(dir)) {
        unknown(call);
    }
}

static int opened(int fd, const char *path, int flags) {
    if (fd >= MOST_FILES) {
        abort();
    }
    if (fd >= 0) {
        inside[fd] = 1;
        record('O', fd, flags, path, strlen(path));
    }
    return fd;
}

#define MODE(flags) \
    mode_t mode = 0; \
    if ((flags) & (O_CREAT | __O_TMPFILE)) { \
        va_list more; \
        va_start(more, flags); \
        mode = va_arg(more, mode_t); \
        va_end(more); \
    }

#define OPEN(name) \
    int name(const char *path, int flags, ...) { \
        NEXT(name) \
        MODE(flags) \
        const char *rest = below(path); \
        if (!rest) { \
            return next(path, flags, mode); \
        } \
        begin(); \
        int fd = opened(next(path, flags, mode), rest, flags); \
        end(); \
        return fd; \
    }

OPEN(open)
OPEN(open64)

#define OPENAT(name) \
    int name(int dir, const char *path, int flags, ...) { \
        NEXT(name) \
        MODE(flags) \
        const char *rest = below(path); \
        if (!rest) { \
            refuse(#name, dir, path); \
            return next(dir, path, flags, mode); \
        } \
        begin(); \
        int fd = opened(next(dir, path, flags, mode), rest, flags); \
        end(); \
        return fd; \
    }

OPENAT(openat)
OPENAT(openat64)

#define CREAT(name) \
    int name(const char *path, mode_t mode) { \
        NEXT(name) \
        const char *rest = below(path); \
        if (!rest) { \
            return next(path, mode); \
        } \
        begin(); \
        int fd = opened(next(path, mode), rest, O_CREAT | O_WRONLY | O_TRUNC); \
        end(); \
        return fd; \
    }

CREAT(creat)
CREAT(creat64)

int close(int fd) {
    NEXT(close)
    if (!is_inside(fd)) {
        return next(fd);
    }
    begin();
    inside[fd] = 0;
    int failed = next(fd);
    record('C', fd, 0, "", 0);
    end();
    return failed;
}

// Java puts another descriptor in the place of one that it closes.
int dup2(int from, int to) {
    NEXT(dup2)
    if (is_inside(from) && from != to) {
        unknown("dup2");
    }
    if (!is_inside(to) || from == to) {
        return next(from, to);
    }
    begin();
    inside[to] = 0;
    record('C', to, 0, "", 0);
    int fd = next(from, to);
    end();
    return fd;
}

// Java lists a folder by a second descriptor, which the C library closes without being seen: that one is not followed.
int dup(int fd) {
    NEXT(dup)
    struct stat status;
    if (is_inside(fd) && (fstat(fd, &status) || !S_ISDIR(status.st_mode))) {
        unknown("dup");
    }
    return next(fd);
}

int dup3(int from, int to, int flags) {
    NEXT(dup3)
    if (is_inside(from) || is_inside(to)) {
        unknown("dup3");
    }
    return next(from, to, flags);
}

// Where the next byte goes.
static int64_t place(int fd) {
    int append = fcntl(fd, F_GETFL) & O_APPEND;
    return lseek64(fd, 0, append ? SEEK_END : SEEK_CUR);
}

ssize_t write(int fd, const void *bytes, size_t n) {
    NEXT(write)
    if (!is_inside(fd)) {
        return next(fd, bytes, n);
    }
    begin();
    int64_t at = place(fd);
    ssize_t done = next(fd, bytes, n);
    if (done > 0) {
        record('W', fd, at, bytes, (size_t) done);
    }
    end();
    return done;
}

#define PWRITE(name, offset) \
    ssize_t name(int fd, const void *bytes, size_t n, offset at) { \
        NEXT(name) \
        if (!is_inside(fd)) { \
            return next(fd, bytes, n, at); \
        } \
        begin(); \
        ssize_t done = next(fd, bytes, n, at); \
        if (done > 0) { \
            record('W', fd, at, bytes, (size_t) done); \
        } \
        end(); \
        return done; \
    }

PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

// Writes of several pieces, one record for each piece.
static void pieces(int fd, const struct iovec *parts, int n, int64_t at, ssize_t done) {
    for (int i = 0; i < n && done > 0; i++) {
        size_t part = parts[i].iov_len < (size_t) done ? parts[i].iov_len : (size_t) done;
        record('W', fd, at, parts[i].iov_base, part);
        at += (int64_t) part;
        done -= (ssize_t) part;
    }
}

ssize_t writev(int fd, const struct iovec *parts, int n) {
    NEXT(writev)
    if (!is_inside(fd)) {
        return next(fd, parts, n);
    }
    begin();
    int64_t at = place(fd);
    ssize_t done = next(fd, parts, n);
    pieces(fd, parts, n, at, done);
    end();
    return done;
}

#define PWRITEV(name, offset) \
    ssize_t name(int fd, const struct iovec *parts, int n, offset at) { \
        NEXT(name) \
        if (!is_inside(fd)) { \
            return next(fd, parts, n, at); \
        } \
        begin(); \
        ssize_t done = next(fd, parts, n, at); \
        pieces(fd, parts, n, at, done); \
        end(); \
        return done; \
    }

PWRITEV(pwritev, off_t)
PWRITEV(pwritev64, off64_t)

#define FTRUNCATE(name, offset) \
    int name(int fd, offset length) { \
        NEXT(name) \
        if (!is_inside(fd)) { \
            return next(fd, length); \
        } \
        begin(); \
        int failed = next(fd, length); \
        if (!failed) { \
            record('T', fd, length, "", 0); \
        } \
        end(); \
        return failed; \
    }

FTRUNCATE(ftruncate, off_t)
FTRUNCATE(ftruncate64, off64_t)

#define SYNC(name) \
    int name(int fd) { \
        NEXT(name) \
        if (!is_inside(fd)) { \
            return next(fd); \
        } \
        begin(); \
        die(at_sync); \
        int failed = next(fd); \
        if (!failed) { \
            record('S', fd, 0, "", 0); \
        } \
        end(); \
        return failed; \
    }

SYNC(fsync)
SYNC(fdatasync)

// A call on one path.
#define ON_PATH(name, what, parameters, arguments, dir) \
    int name parameters { \
        NEXT(name) \
        const char *rest = below(path); \
        if (!rest) { \
            refuse(#name, dir, path); \
            return next arguments; \
        } \
        begin(); \
        int failed = next arguments; \
        if (!failed) { \
            record(what, -1, 0, rest, strlen(rest)); \
        } \
        end(); \
        return failed; \
    }

ON_PATH(unlink, 'D', (const char *path), (path), -1)
ON_PATH(rmdir, 'D', (const char *path), (path), -1)
ON_PATH(unlinkat, 'D', (int dir, const char *path, int flags), (dir, path, flags), dir)
ON_PATH(mkdir, 'M', (const char *path, mode_t mode), (path, mode), -1)
ON_PATH(mkdirat, 'M', (int dir, const char *path, mode_t mode), (dir, path, mode), dir)

// A call on two paths, of which either both lie inside or none.
#define ON_PATHS(name, parameters, arguments) \
    int name parameters { \
        NEXT(name) \
        const char *rest = below(from), *target = below(to); \
        if (!rest && !target) { \
            return next arguments; \
        } \
        if (!rest || !target) { \
            unknown(#name); \
            return next arguments; \
        } \
        begin(); \
        int failed = next arguments; \
        if (!failed) { \
            record2('R', -1, 0, rest, strlen(rest), target, strlen(target)); \
        } \
        end(); \
        return failed; \
    }

ON_PATHS(rename, (const char *from, const char *to), (from, to))
ON_PATHS(renameat, (int a, const char *from, int b, const char *to), (a, from, b, to))

// What the store does not do; if it ever does, the replay has to learn it.
#define UNKNOWN(type, name, parameters, arguments, seen) \
    type name parameters { \
        NEXT(name) \
        if (seen) { \
            unknown(#name); \
        } \
        return next arguments; \
    }

#define BOTH (below(from) || below(to))
UNKNOWN(int, renameat2, (int a, const char *from, int b, const char *to, unsigned f), (a, from, b, to, f), BOTH)
UNKNOWN(int, link, (const char *from, const char *to), (from, to), BOTH)
UNKNOWN(int, linkat, (int a, const char *from, int b, const char *to, int f), (a, from, b, to, f), BOTH)
UNKNOWN(int, symlink, (const char *from, const char *to), (from, to), below(to))
UNKNOWN(int, truncate, (const char *path, off_t n), (path, n), below(path))
UNKNOWN(int, truncate64, (const char *path, off64_t n), (path, n), below(path))
UNKNOWN(int, fallocate, (int fd, int mode, off_t at, off_t n), (fd, mode, at, n), is_inside(fd))
UNKNOWN(int, fallocate64, (int fd, int mode, off64_t at, off64_t n), (fd, mode, at, n), is_inside(fd))
UNKNOWN(int, posix_fallocate, (int fd, off_t at, off_t n), (fd, at, n), is_inside(fd))
UNKNOWN(int, posix_fallocate64, (int fd, off64_t at, off64_t n), (fd, at, n), is_inside(fd))
UNKNOWN(ssize_t, sendfile, (int fd, int in, off_t *at, size_t n), (fd, in, at, n), is_inside(fd))
UNKNOWN(ssize_t, sendfile64, (int fd, int in, off64_t *at, size_t n), (fd, in, at, n), is_inside(fd))
UNKNOWN(ssize_t, splice, (int in, off64_t *a, int fd, off64_t *b, size_t n, unsigned f), (in, a, fd, b, n, f),
        is_inside(fd))
UNKNOWN(ssize_t, copy_file_range, (int in, off64_t *a, int fd, off64_t *b, size_t n, unsigned f), (in, a, fd, b, n, f),
        is_inside(fd))
UNKNOWN(ssize_t, pwritev2, (int fd, const struct iovec *parts, int n, off_t at, int f), (fd, parts, n, at, f),
        is_inside(fd))
UNKNOWN(ssize_t, pwritev64v2, (int fd, const struct iovec *parts, int n, off64_t at, int f), (fd, parts, n, at, f),
        is_inside(fd))

// Memory that is a file: it is told that there is some, not what is written there.
static void mapped(int fd, int access, int flags) {
    if ((access & PROT_WRITE) && (flags & MAP_SHARED) && is_inside(fd)) {
        begin();
        record('m', fd, 0, "", 0);
        end();
    }
}

#define MMAP(name, offset) \
    void *name(void *where, size_t n, int access, int flags, int fd, offset at) { \
        NEXT(name) \
        mapped(fd, access, flags); \
        return next(where, n, access, flags, fd, at); \
    }

MMAP(mmap, off_t)
MMAP(mmap64, off64_t)
