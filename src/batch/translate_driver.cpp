// SPDX-License-Identifier: MIT
// Which driver translates which kind of data.

#include "oreway/batch/translate_driver.hpp"

#include "batch/drivers.hpp"

namespace oreway {

TranslateDriver const& driver_for(DataKind kind) {
    return kind == DataKind::raster ? raster_driver() : vector_driver();
}

} // namespace oreway
