// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// How much of a leg lies in each of the countries it declares.

#include <filesystem>
#include <vector>

#include "oreway/base/problem.hpp"
#include "oreway/exporters/receipt.hpp"
#include "oreway/jobs/inputs.hpp"
#include "oreway/model/study.hpp"
#include "oreway/network/tables.hpp"

namespace oreway {

/// Legs that declare several countries and have a line get shares by their kilometres in the polygons of the study's
/// countries layer; what the line strays into other countries counts for none of them. Without a line or a layer the
/// shares stay equal.
void share_by_countries(Study const& study, std::filesystem::path const& folder, InputOptions const& options,
                        LegTable& legs, std::vector<ReceiptInput>& receipts, Problems& problems);

} // namespace oreway
