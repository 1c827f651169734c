// SPDX-License-Identifier: MIT
// Which driver translates which kind of data.

#include "oreway/batch/translate_driver.hpp"

#include "batch/drivers.hpp"
#include "oreway/base/error.hpp"

namespace oreway {

TranslateDriver const& driver_for(DataKind kind) {
    if (kind == DataKind::raster)
        throw DataError({.what = "is a raster, which is not reprojected yet", .where = "", .remedy = ""});
    return vector_driver();
}

} // namespace oreway
