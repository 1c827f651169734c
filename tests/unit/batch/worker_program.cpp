// SPDX-License-Identifier: MIT
// A worker for the tests. Linked with tests/fault/planted_faults.cpp, so that files with certain names crash it or
// never end.

#include <unistd.h>

#include "oreway/batch/worker.hpp"

int main() {
    return oreway::serve_worker(STDIN_FILENO);
}
