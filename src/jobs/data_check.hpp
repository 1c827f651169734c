// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// The strict check of a data set, part by part. Each function looks at the rows for some of the rules and tells the
/// report what it looked at and what it found.

#include "jobs/data_check_rules.hpp"
#include "jobs/data_check_tables.hpp"
#include "oreway/base/progress.hpp"

namespace oreway {

/// Nodes, legs and corridors hold together from end to end, through gauge breaks and ports.
void check_topology(DataSet const& data, RuleReport& report);
/// Drawn and stated lengths against the geodesics between the nodes.
void check_lengths(DataSet const& data, RuleReport& report);
/// Words, units, ranges.
void check_values(DataSet const& data, RuleReport& report);
/// Country codes against the full list of ISO 3166-1 and against the countries layer.
void check_country_codes(DataSet const& data, RuleReport& report);
/// Sources and confidence of every row.
void check_evidence(DataSet const& data, RuleReport& report);
/// Sites and lines against the polygons of the countries.
void check_places(DataSet const& data, RuleReport& report);

/// All of them. \throws Cancelled
void check_data_set(DataSet const& data, RuleReport& report, Progress& progress);

} // namespace oreway
