// SPDX-License-Identifier: MIT
// A consumer of the installed library: what is in a file?
#include <iostream>

#include <oreway/base/version.hpp>
#include <oreway/jobs/inspect.hpp>

int main(int, char** arguments) {
    oreway::InfoResult const result = oreway::info({arguments[1]}, {});
    std::cout << oreway::version() << '\n' << oreway::to_aligned_text(result.layers, 0);
}
