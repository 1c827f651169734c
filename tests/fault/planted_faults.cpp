// SPDX-License-Identifier: MIT
// Faults for tests, loaded with LD_PRELOAD or linked into a test's worker; nothing of it is in the program.
//
// In a worker process, opening a file whose name begins with "crash" is a real segmentation fault inside the driver
// that opens it, and one that begins with "hang" never comes back. With OREWAY_FAULT_AT=n the n-th call that writes to
// a regular file (fwrite, write, pwrite, ftruncate, fsync, syncfs, rename) and all after it fail for want of room, as
// on a full disk. The file named by OREWAY_FAULT_LOG grows by a line for each process that met the fault.

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

template <class Function> Function real(char const* name) {
    return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

bool is_worker() {
    static bool const worker = [] {
        char text[4096] = {};
        int const file = open("/proc/self/cmdline", O_RDONLY);
        ssize_t const size = file < 0 ? 0 : read(file, text, sizeof text - 1);
        if (file >= 0)
            close(file);
        return std::string(text, static_cast<std::size_t>(size > 0 ? size : 0)).find("worker") != std::string::npos;
    }();
    return worker;
}

void meet_planted_file(char const* path) {
    char const* const slash = std::strrchr(path, '/');
    char const* const name = slash == nullptr ? path : slash + 1;
    if (!is_worker())
        return;
    if (std::strncmp(name, "crash", 5) == 0)
        *const_cast<int volatile*>(static_cast<int*>(nullptr)) = 1;
    while (std::strncmp(name, "hang", 4) == 0)
        pause();
}

/// Whether this call, the next of its kind, fails.
bool fails() {
    static long const first = [] {
        char const* const text = std::getenv("OREWAY_FAULT_AT");
        return text == nullptr ? 0L : std::atol(text);
    }();
    static std::atomic<long> calls = 0;
    if (first <= 0)
        return false;
    long const call = ++calls;
    if (call == first)
        if (char const* const log = std::getenv("OREWAY_FAULT_LOG")) {
            int const file = open(log, O_WRONLY | O_CREAT | O_APPEND, 0666);
            static_cast<void>(real<ssize_t (*)(int, void const*, std::size_t)>("write")(file, "met\n", 4));
            close(file);
        }
    return call >= first;
}

bool is_regular(int file) {
    struct stat status {};
    return fstat(file, &status) == 0 && S_ISREG(status.st_mode);
}

template <class Result> Result no_room(Result result) {
    errno = ENOSPC;
    return result;
}

} // namespace

extern "C" {

FILE* fopen64(char const* path, char const* mode) {
    meet_planted_file(path);
    return real<FILE* (*)(char const*, char const*)>("fopen64")(path, mode);
}

std::size_t fwrite(void const* data, std::size_t size, std::size_t count, FILE* file) {
    if (is_regular(fileno(file)) && fails())
        return no_room(std::size_t{0});
    return real<std::size_t (*)(void const*, std::size_t, std::size_t, FILE*)>("fwrite")(data, size, count, file);
}

ssize_t write(int file, void const* data, std::size_t size) {
    if (is_regular(file) && fails())
        return no_room(ssize_t{-1});
    return real<ssize_t (*)(int, void const*, std::size_t)>("write")(file, data, size);
}

ssize_t pwrite64(int file, void const* data, std::size_t size, off64_t at) {
    if (is_regular(file) && fails())
        return no_room(ssize_t{-1});
    return real<ssize_t (*)(int, void const*, std::size_t, off64_t)>("pwrite64")(file, data, size, at);
}

int ftruncate64(int file, off64_t size) {
    if (is_regular(file) && fails())
        return no_room(-1);
    return real<int (*)(int, off64_t)>("ftruncate64")(file, size);
}

int fsync(int file) {
    if (is_regular(file) && fails())
        return no_room(-1);
    return real<int (*)(int)>("fsync")(file);
}

int syncfs(int file) {
    if (fails())
        return no_room(-1);
    return real<int (*)(int)>("syncfs")(file);
}

int rename(char const* from, char const* to) {
    if (fails())
        return no_room(-1);
    return real<int (*)(char const*, char const*)>("rename")(from, to);
}
}
