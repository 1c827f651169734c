// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// The receipt of a run, manifest.json: what went in, how it was understood, what came out. The only output that holds
/// times.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "oreway/base/problem.hpp"
#include "oreway/exporters/bundle.hpp"

namespace oreway {

struct ReceiptInput {
    std::string path;
    std::string layer;
    std::string driver;
    std::string hash;       ///< of the file; of a shapefile over the hashes of all its files
    std::string crs;        ///< name and code
    std::string crs_origin; ///< sidecar, embedded, assumed, format
    std::string encoding;
    std::string operation; ///< to WGS 84: name and code
    std::optional<double> operation_accuracy_m;
    std::size_t features = 0;
};

struct Receipt {
    std::string command;
    std::vector<std::pair<std::string, std::string>> options;
    std::vector<std::pair<std::string, std::string>> versions;
    std::string ellipsoid;
    std::vector<ReceiptInput> inputs;
    std::vector<WrittenFile> outputs;
    Problems problems;
    std::string started; ///< UTC, ISO 8601
    double seconds = 0.0;
};

[[nodiscard]] std::string to_json(Receipt const& receipt);

} // namespace oreway
