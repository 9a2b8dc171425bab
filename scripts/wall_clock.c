/* A wall clock that is wrong: preloaded into a program, it adds the seconds that stand in a file.
   What measures durations (CLOCK_MONOTONIC) stays right, as it does when a real clock is set.
   Files are dated by the kernel, whose clock is right. With CLOCK_SHIFTS_FILES what a program reads
   of their dates, and writes, is shifted too: it lives at another time, no clock has jumped. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static volatile const long long *shift;
static int shifts_files;
static int (*real_clock_gettime)(clockid_t, struct timespec *);

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("CLOCK_SHIFT_FILE");
    int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    real_clock_gettime = dlsym(RTLD_NEXT, "clock_gettime");
    shifts_files = getenv("CLOCK_SHIFTS_FILES") != NULL;
    if (file >= 0) {
        void *page = mmap(NULL, sizeof *shift, PROT_READ, MAP_SHARED, file, 0);
        shift = page == MAP_FAILED ? NULL : page;
        close(file);
    }
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    /* Chromium asks for the time before its libraries have begun. */
    int code = real_clock_gettime ? real_clock_gettime(clock, now)
                                  : (int)syscall(SYS_clock_gettime, clock, now);
    if (!code && shift && clock == CLOCK_REALTIME)
        now->tv_sec += *shift;
    return code;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    struct timespec exact;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &exact);
    now->tv_sec = exact.tv_sec;
    now->tv_usec = exact.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *told) {
    struct timespec exact;
    clock_gettime(CLOCK_REALTIME, &exact);
    if (told)
        *told = exact.tv_sec;
    return exact.tv_sec;
}

int fstatat(int folder, const char *restrict path, struct stat *restrict seen, int flags) {
    int code = (int)syscall(SYS_newfstatat, folder, path, seen, flags);
    if (!code && shift && shifts_files) {
        seen->st_atim.tv_sec += *shift;
        seen->st_mtim.tv_sec += *shift;
        seen->st_ctim.tv_sec += *shift;
    }
    return code;
}

int stat(const char *restrict path, struct stat *restrict seen) {
    return fstatat(AT_FDCWD, path, seen, 0);
}

int lstat(const char *restrict path, struct stat *restrict seen) {
    return fstatat(AT_FDCWD, path, seen, AT_SYMLINK_NOFOLLOW);
}

int fstat(int file, struct stat *seen) {
    return fstatat(file, "", seen, AT_EMPTY_PATH);
}

static int set_dates(int folder, const char *path, const struct timespec *times, int flags) {
    struct timespec real[2];
    int is_shifted = times && shift && shifts_files;
    for (int each = 0; is_shifted && each < 2; each++) {
        int is_now = times[each].tv_nsec == UTIME_NOW || times[each].tv_nsec == UTIME_OMIT;
        real[each] = times[each];
        real[each].tv_sec -= is_now ? 0 : *shift;
    }
    return (int)syscall(SYS_utimensat, folder, path, is_shifted ? real : times, flags);
}

int utimensat(int folder, const char *path, const struct timespec times[2], int flags) {
    return set_dates(folder, path, times, flags);
}

int futimens(int file, const struct timespec times[2]) {
    return set_dates(file, NULL, times, 0);
}

/* The names by which most programs call them; on 64 bits they are the same. */
__asm__(".globl stat64, lstat64, fstat64, fstatat64\n"
        ".set stat64, stat\n.set lstat64, lstat\n.set fstat64, fstat\n.set fstatat64, fstatat");
