// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// A layer and the tables joined to it, read as one: a value comes from the layer when it has it, else from the first
/// joined table that names the field and knows the id.

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "jobs/network_tables.hpp"
#include "oreway/model/layer_reader.hpp"

namespace oreway {

class JoinedColumns {
public:
    JoinedColumns(LayerRole role, BoundLayer const& bound, Problems& problems);

    [[nodiscard]] bool usable() const noexcept { return m_main.usable(); }
    [[nodiscard]] std::size_t size() const noexcept { return m_main.size(); }
    [[nodiscard]] LayerReader const& main() const noexcept { return m_main; }
    /// Whether the layer or a joined table has the field.
    [[nodiscard]] bool has(std::string_view field) const noexcept;
    [[nodiscard]] std::string text(std::size_t row, std::string_view field) const;
    /// NaN when there is none. Any number is taken; the network judges it.
    [[nodiscard]] double number(std::size_t row, std::string_view field) const;

private:
    struct Other {
        LayerReader reader;
        std::map<std::string, std::string> const* fields;
        std::map<std::string, std::size_t> row_of_id;
    };
    LayerReader m_main;
    std::deque<Other> m_others;
};

} // namespace oreway
