// SPDX-License-Identifier: MIT
#pragma once

// How verdicts, origins and operations are called in tables and manifests.

#include <string>
#include <string_view>

#include "oreway/batch/plan.hpp"

namespace oreway {

[[nodiscard]] std::string_view name_of(Verdict verdict) noexcept;
/// "sidecar" for a .prj, "embedded", "assumed", "format" for formats that are always WGS 84.
[[nodiscard]] std::string_view origin_word(CrsOrigin origin) noexcept;
/// Name with the code in brackets.
[[nodiscard]] std::string name_of(Operation const& operation);
[[nodiscard]] std::string accuracy_words(Operation const& operation);

} // namespace oreway
