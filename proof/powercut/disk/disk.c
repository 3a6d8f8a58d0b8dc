/*
 * Stands between a program and the files of one folder: LD_PRELOAD=libdisk.so. It can write down what
 * is done to them, in order; make a sync slow; let writes or syncs fail; or take the power away from
 * the file system at a counted step. Everything is asked for by the environment:
 *
 *   MEGA_DISK_FOLDER   the folder; without it nothing is done
 *   MEGA_DISK_LOG      file to which every step is written, and what is said on standard output
 *   MEGA_DISK_WISHES   a file that is read at every step, words of: "sync-fails", "write-fails" (EIO),
 *                      "sync-ms=1000" (every sync takes so much longer), "sync-lost-every=9"
 *                      (after every ninth two fail, and what they were to sync may never reach
 *                      the disk)
 *   MEGA_DISK_CUT_AT   number of the step before which the power goes (ext4, root), from 1; says
 *                      "cut NANOSECONDS" on standard output, the monotonic time, as it begins to
 *
 * A step in the log is a line of words, and for what is written its bytes behind it:
 *   open FD CREATED TRUNCATED PATH | close FD | write FD OFFSET BYTES | truncate FD SIZE
 *   sync FD | lost FD (a sync that failed)
 *   rename FROM TO | unlink PATH | mkdir PATH | say BYTES
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define DESCRIPTORS_MAX 4096
/* EXT4_IOC_SHUTDOWN and its flag NOLOGFLUSH: nothing more reaches the disk, not even the journal. */
#define SHUTDOWN _IOR('X', 125, uint32_t)
#define NO_LOG_FLUSH 2u
/* The commit, and the tidying up of the file when it is closed behind it. */
#define LOST_IN_A_ROW 2

static const char *folder;
static size_t folder_length;
static const char *wishes_file;
static int log_fd = -1;
static long cut_at;
static long steps;
/* The file behind each number, or 0 where it is none of the folder. */
static struct {
  dev_t device;
  ino_t file;
} watched[DESCRIPTORS_MAX];
static pthread_mutex_t one_at_a_time = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;

#define REAL(name, type, ...) \
  static type (*real)(__VA_ARGS__); \
  if (real == NULL) real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

__attribute__((constructor)) static void read_wishes(void) {
  folder = getenv("MEGA_DISK_FOLDER");
  if (folder == NULL) return;
  folder_length = strlen(folder);
  wishes_file = getenv("MEGA_DISK_WISHES");
  const char *at = getenv("MEGA_DISK_CUT_AT");
  if (at != NULL) cut_at = atol(at);
  const char *path = getenv("MEGA_DISK_LOG");
  if (path != NULL) {
    int fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    /* Far from the numbers that the program is given. */
    log_fd = fcntl(fd, F_DUPFD_CLOEXEC, 900);
    syscall(SYS_close, fd);
  }
}

static int is_inside(const char *path) {
  return folder != NULL && path != NULL && strncmp(path, folder, folder_length) == 0 &&
         (path[folder_length] == '/' || path[folder_length] == 0);
}

static int file_behind(int fd, dev_t *device, ino_t *file) {
  struct stat found;
  if (fstat(fd, &found) != 0) return 0;
  *device = found.st_dev;
  *file = found.st_ino;
  return 1;
}

/* Node also closes files by the bare system call: the number may stand for something else by now. */
static int is_watched(int fd) {
  if (fd < 0 || fd >= DESCRIPTORS_MAX || watched[fd].file == 0) return 0;
  dev_t device = 0;
  ino_t file = 0;
  if (file_behind(fd, &device, &file) && device == watched[fd].device && file == watched[fd].file)
    return 1;
  watched[fd].file = 0;
  return 0;
}

/* A line and what stands behind it in one piece: whoever else writes into the log does not part them. */
static void put(const char *line, size_t line_length, const void *bytes, size_t length) {
  struct iovec parts[2] = {{(void *)line, line_length}, {(void *)bytes, length}};
  if (syscall(SYS_writev, log_fd, parts, 2) != (ssize_t)(line_length + length)) abort();
}

static void note_with(const void *bytes, size_t length, const char *format, va_list args) {
  char line[9000];
  int line_length = vsnprintf(line, sizeof line, format, args);
  put(line, (size_t)line_length, bytes, length);
}

static void note(const char *format, ...) {
  if (log_fd < 0) return;
  va_list args;
  va_start(args, format);
  note_with(NULL, 0, format, args);
  va_end(args);
}

static void note_bytes(const void *bytes, size_t length, const char *format, ...) {
  if (log_fd < 0) return;
  va_list args;
  va_start(args, format);
  note_with(bytes, length, format, args);
  va_end(args);
}

/* The order in the log is the order on the disk: a step and its line are not parted. */
static void enter(void) {
  if (log_fd >= 0 || cut_at > 0) pthread_mutex_lock(&one_at_a_time);
}
static void leave(void) {
  int kept = errno;
  if (log_fd >= 0 || cut_at > 0) pthread_mutex_unlock(&one_at_a_time);
  errno = kept;
}

/* Counts a step that changes the disk, and takes the power away before the one that was asked for. */
static void count_step(void) {
  if (cut_at == 0 || ++steps != cut_at) return;
  int fd = (int)syscall(SYS_openat, AT_FDCWD, folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  char line[40];
  int length = snprintf(line, sizeof line, "cut %lld%09ld\n", (long long)now.tv_sec, now.tv_nsec);
  if (syscall(SYS_write, 1, line, length) != length) abort();
  uint32_t how = NO_LOG_FLUSH;
  if (fd < 0 || syscall(SYS_ioctl, fd, SHUTDOWN, &how) != 0) abort();
  syscall(SYS_close, fd);
}

/* What is wished at this moment; "" without a file. */
static void wish_now(char *held, size_t room) {
  held[0] = 0;
  if (wishes_file == NULL) return;
  int fd = (int)syscall(SYS_openat, AT_FDCWD, wishes_file, O_RDONLY | O_CLOEXEC, 0);
  if (fd < 0) return;
  ssize_t length = syscall(SYS_read, fd, held, room - 1);
  syscall(SYS_close, fd);
  held[length > 0 ? length : 0] = 0;
}

static int must_fail(const char *what) {
  char held[100];
  wish_now(held, sizeof held);
  if (strstr(held, what) == NULL) return 0;
  errno = EIO;
  return 1;
}

static long number_wished(const char *name) {
  char held[100];
  wish_now(held, sizeof held);
  const char *found = strstr(held, name);
  return found == NULL ? 0 : atol(found + strlen(name));
}

static int sync_is_lost(int fd) {
  static atomic_long syncs;
  long every = number_wished("sync-lost-every=");
  if (every <= 0) return 0;
  long now = ++syncs;
  if (now < every || now % every >= LOST_IN_A_ROW) return 0;
  enter();
  note("lost %d\n", fd);
  leave();
  errno = EIO;
  return 1;
}

static void wait_for_sync(void) {
  long ms = number_wished("sync-ms=");
  if (ms <= 0) return;
  struct timespec wait = {ms / 1000, (ms % 1000) * 1000000};
  nanosleep(&wait, NULL);
}

static int opened(int fd, const char *path, int flags, int existed) {
  if (fd < 0 || fd >= DESCRIPTORS_MAX) return fd;
  if (!file_behind(fd, &watched[fd].device, &watched[fd].file)) watched[fd].file = 0;
  note("open %d %d %d %s\n", fd, (flags & O_CREAT) != 0 && !existed, (flags & O_TRUNC) != 0, path);
  return fd;
}

static int open_at(int at, const char *path, int flags, mode_t mode) {
  if (!is_inside(path)) return (int)syscall(SYS_openat, at, path, flags, mode);
  enter();
  struct stat found;
  int existed = stat(path, &found) == 0;
  if ((flags & O_CREAT) != 0 && !existed) count_step();
  int fd = opened((int)syscall(SYS_openat, at, path, flags, mode), path, flags, existed);
  leave();
  return fd;
}

#define MODE_OF(flags) \
  mode_t mode = 0; \
  if (((flags) & O_CREAT) != 0 || ((flags) & O_TMPFILE) == O_TMPFILE) { \
    va_list args; \
    va_start(args, flags); \
    mode = (mode_t)va_arg(args, int); \
    va_end(args); \
  }

int open(const char *path, int flags, ...) {
  MODE_OF(flags)
  return open_at(AT_FDCWD, path, flags, mode);
}
int open64(const char *path, int flags, ...) {
  MODE_OF(flags)
  return open_at(AT_FDCWD, path, flags | O_LARGEFILE, mode);
}
int openat(int at, const char *path, int flags, ...) {
  MODE_OF(flags)
  return open_at(at, path, flags, mode);
}

int close(int fd) {
  if (!is_watched(fd)) return (int)syscall(SYS_close, fd);
  enter();
  watched[fd].file = 0;
  note("close %d\n", fd);
  int result = (int)syscall(SYS_close, fd);
  leave();
  return result;
}

static ssize_t written(int fd, const void *bytes, off_t at, ssize_t done) {
  if (done > 0 && log_fd >= 0) {
    note_bytes(bytes, (size_t)done, "write %d %lld %zd\n", fd, (long long)at, done);
  }
  return done;
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off_t at) {
  if (!is_watched(fd)) return syscall(SYS_pwrite64, fd, bytes, length, at);
  if (must_fail("write-fails")) return -1;
  enter();
  count_step();
  ssize_t done = written(fd, bytes, at, syscall(SYS_pwrite64, fd, bytes, length, at));
  leave();
  return done;
}

ssize_t write(int fd, const void *bytes, size_t length) {
  if (fd == 1 && log_fd >= 0) {
    enter();
    ssize_t said = syscall(SYS_write, fd, bytes, length);
    if (said > 0) note_bytes(bytes, (size_t)said, "say %zd\n", said);
    leave();
    return said;
  }
  if (!is_watched(fd)) return syscall(SYS_write, fd, bytes, length);
  if (must_fail("write-fails")) return -1;
  enter();
  count_step();
  ssize_t done = syscall(SYS_write, fd, bytes, length);
  /* Where it went follows from where the descriptor stands behind it, also when it appends. */
  off_t end = (off_t)syscall(SYS_lseek, fd, 0, SEEK_CUR);
  written(fd, bytes, done > 0 ? end - done : end, done);
  leave();
  return done;
}

static int sync_with(long call, int fd) {
  if (!is_watched(fd)) return (int)syscall(call, fd);
  wait_for_sync();
  if (must_fail("sync-fails") || sync_is_lost(fd)) return -1;
  enter();
  count_step();
  int result = (int)syscall(call, fd);
  if (result == 0) note("sync %d\n", fd);
  leave();
  return result;
}

int fsync(int fd) { return sync_with(SYS_fsync, fd); }
int fdatasync(int fd) { return sync_with(SYS_fdatasync, fd); }

int ftruncate64(int fd, off_t size) {
  if (!is_watched(fd)) return (int)syscall(SYS_ftruncate, fd, size);
  enter();
  count_step();
  int result = (int)syscall(SYS_ftruncate, fd, size);
  if (result == 0) note("truncate %d %lld\n", fd, (long long)size);
  leave();
  return result;
}

int rename(const char *from, const char *to) {
  REAL("rename", int, const char *, const char *);
  if (!is_inside(from) || !is_inside(to)) return real(from, to);
  enter();
  count_step();
  int result = real(from, to);
  if (result == 0) note("rename %s %s\n", from, to);
  leave();
  return result;
}

static int removed(const char *path, int result) {
  if (result == 0) note("unlink %s\n", path);
  leave();
  return result;
}

int unlink(const char *path) {
  REAL("unlink", int, const char *);
  if (!is_inside(path)) return real(path);
  enter();
  count_step();
  return removed(path, real(path));
}

int remove(const char *path) {
  REAL("remove", int, const char *);
  if (!is_inside(path)) return real(path);
  enter();
  count_step();
  return removed(path, real(path));
}

int unlinkat(int at, const char *path, int flags) {
  REAL("unlinkat", int, int, const char *, int);
  if (!is_inside(path)) return real(at, path, flags);
  enter();
  count_step();
  return removed(path, real(at, path, flags));
}

int mkdir(const char *path, mode_t mode) {
  REAL("mkdir", int, const char *, mode_t);
  if (!is_inside(path)) return real(path, mode);
  enter();
  count_step();
  int result = real(path, mode);
  if (result == 0) note("mkdir %s\n", path);
  leave();
  return result;
}
