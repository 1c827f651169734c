// SPDX-License-Identifier: MIT
// Tables of a result as CSV, all or none.

#include "jobs/csv_tables.hpp"

#include <deque>
#include <fstream>

#include "oreway/exporters/table_text.hpp"

namespace oreway {

std::vector<std::filesystem::path> write_tables(OutputOptions const& output, std::vector<Table const*> const& tables) {
    std::deque<OutputFile> files; // output files cannot be moved
    std::vector<std::filesystem::path> written;
    for (std::size_t i = 0; i < tables.size(); ++i) {
        files.emplace_back(path_of_layer(output, i, tables[i]->name()), output.overwrite);
        std::ofstream stream(files.back().temporary(), std::ios::binary);
        stream << to_csv(*tables[i]);
        stream.close();
        if (!stream)
            throw IoError({.what = "the table cannot be written",
                           .where = files.back().target().string(),
                           .remedy = "check the space left on the disk"});
        written.push_back(files.back().target());
    }
    // The first file last: whoever waits for it finds the others there.
    for (auto file = files.rbegin(); file != files.rend(); ++file)
        file->commit();
    return written;
}

} // namespace oreway
