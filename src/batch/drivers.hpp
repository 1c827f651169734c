// SPDX-License-Identifier: MIT
#pragma once

// The implementations of TranslateDriver, one for each kind of data.

#include "oreway/batch/translate_driver.hpp"

namespace oreway {

[[nodiscard]] TranslateDriver const& vector_driver();
[[nodiscard]] TranslateDriver const& raster_driver();

} // namespace oreway
