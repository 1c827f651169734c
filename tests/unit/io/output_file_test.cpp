// SPDX-License-Identifier: MIT
// Outputs that are whole or not there (reliability: rows 9, 11, 12, 16 of the fault matrix).

#include "oreway/io/output_file.hpp"

#include <csignal>
#include <filesystem>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "oreway/base/error.hpp"
#include "oreway/io/vector_writer.hpp"
#include "unit/io/support.hpp"

namespace oreway {
namespace {

namespace fs = std::filesystem;
using enum OverwritePolicy;
using test::bytes_of;
using test::names_in;
using test::put;
using Names = std::vector<std::string>;

class Outputs : public testing::Test {
protected:
    test::TemporaryFolder folder;
    fs::path const root = folder.path();

    /// Runs something in a child process that is then killed, as by `kill -9`.
    template <class Work> static void run_and_kill(Work const& work) {
        pid_t const child = fork();
        if (child == 0) {
            work();
            raise(SIGKILL);
        }
        int status = 0;
        waitpid(child, &status, 0);
        ASSERT_TRUE(WIFSIGNALED(status));
    }
};

TEST_F(Outputs, AppearUnderTheirNameOnlyWhenCommitted) {
    OutputFile file(root / "table.csv", refuse);
    put(file.temporary(), "a,b\n");
    EXPECT_FALSE(fs::exists(root / "table.csv"));
    EXPECT_EQ(file.temporary().extension(), ".csv");
    EXPECT_EQ(file.temporary().parent_path(), root);
    file.commit();
    EXPECT_EQ(names_in(root), Names{"table.csv"});
    EXPECT_EQ(bytes_of(root / "table.csv"), "a,b\n");
}

TEST_F(Outputs, NotCommittedLeaveTheOldFileAndNothingElse) {
    put(root / "table.csv", "old");
    {
        OutputFile file(root / "table.csv", replace);
        put(file.temporary(), "half of the ne");
    }
    EXPECT_EQ(names_in(root), Names{"table.csv"});
    EXPECT_EQ(bytes_of(root / "table.csv"), "old");
}

TEST_F(Outputs, AreNotReplacedUnlessAsked) {
    put(root / "table.csv", "old");
    EXPECT_THROW(OutputFile(root / "table.csv", refuse), UsageError);
    write_text_file(root / "table.csv", "new", replace);
    EXPECT_EQ(bytes_of(root / "table.csv"), "new");
}

TEST_F(Outputs, IntoAMissingFolderAreRefusedAtOnceWithItsName) {
    try {
        OutputFile const file(root / "none" / "table.csv", refuse);
        FAIL() << "a missing folder was accepted";
    } catch (IoError const& error) {
        EXPECT_NE(std::string(error.what()).find((root / "none").string()), std::string::npos);
    }
}

TEST_F(Outputs, IntoAFolderThatTakesNoFilesAreRefusedAtOnce) {
    // Permissions do not stop root, but no one can make files in /proc.
    EXPECT_THROW(OutputFile("/proc/table.csv", refuse), IoError);
}

TEST_F(Outputs, FollowALinkToAPlainFileAndNoOther) {
    put(root / "real.csv", "old");
    fs::create_symlink(root / "real.csv", root / "link.csv");
    write_text_file(root / "link.csv", "new", replace);
    EXPECT_TRUE(fs::is_symlink(root / "link.csv"));
    EXPECT_EQ(bytes_of(root / "real.csv"), "new");
    fs::create_symlink(root / "nowhere.csv", root / "dangling.csv");
    EXPECT_THROW(OutputFile(root / "dangling.csv", replace), IoError);
    fs::create_symlink("/dev/null", root / "device.csv");
    EXPECT_THROW(OutputFile(root / "device.csv", replace), IoError);
    ASSERT_EQ(mkfifo((root / "pipe.csv").c_str(), 0600), 0);
    EXPECT_THROW(OutputFile(root / "pipe.csv", replace), IoError);
    EXPECT_THROW(OutputFile(root, replace), IoError);
}

TEST_F(Outputs, KeepThePermissionsOfTheFileTheyReplace) {
    put(root / "table.csv", "old");
    fs::permissions(root / "table.csv", fs::perms::owner_read | fs::perms::owner_write);
    write_text_file(root / "table.csv", "new", replace);
    EXPECT_EQ(fs::status(root / "table.csv").permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(Outputs, OfAKilledRunAreRemovedByTheNextOneAndThoseOfALivingRunAreNot) {
    run_and_kill([&] {
        auto* file = new OutputFile(root / "table.csv", replace); // never destroyed
        put(file->temporary(), "half");
    });
    ASSERT_EQ(names_in(root).size(), 1u);
    OutputFile living(root / "table.csv", replace);
    put(living.temporary(), "of a living run");
    write_text_file(root / "table.csv", "new", replace);
    EXPECT_EQ(names_in(root).size(), 2u);
    EXPECT_TRUE(fs::exists(living.temporary()));
}

TEST_F(Outputs, OfAShapefileMoveAllTheirFilesAndOldIndexesGo) {
    put(root / "legs.qix", "a spatial index of the old file");
    FeatureLayer const layer = test::lines();
    OutputFile file(root / "legs.shp", replace);
    write_vector(file.temporary(), std::span(&layer, 1));
    file.commit();
    EXPECT_EQ(names_in(root), (Names{"legs.cpg", "legs.dbf", "legs.prj", "legs.shp", "legs.shx"}));
    EXPECT_EQ(test::read_all(root / "legs.shp").features.ids.size(), 2u);
}

TEST_F(Outputs, OfAShapefileThatIsNotCommittedLeaveNothing) {
    {
        FeatureLayer const layer = test::lines();
        OutputFile file(root / "legs.shp", replace);
        write_vector(file.temporary(), std::span(&layer, 1));
    }
    EXPECT_TRUE(names_in(root).empty());
}

TEST_F(Outputs, OfARasterTakeTheClassesBesideThemAlong) {
    {
        OutputFile file(root / "soil.tif", replace);
        put(file.temporary(), "new");
        put(fs::path(file.temporary().string() + ".aux.xml"), "classes");
        file.commit();
    }
    EXPECT_EQ(bytes_of(root / "soil.tif.aux.xml"), "classes");
    {
        OutputFile file(root / "given_up.tif", replace);
        put(fs::path(file.temporary().string() + ".aux.xml"), "classes");
    }
    EXPECT_EQ(names_in(root), (Names{"soil.tif", "soil.tif.aux.xml"}));
}

TEST_F(Outputs, OfARasterDropWhatBelongsToTheOldOne) {
    for (char const* name : {"dem.tif", "dem.tif.aux.xml", "dem.tif.ovr", "other.tif.aux.xml"})
        put(root / name, "old");
    OutputFile file(root / "dem.tif", replace);
    put(file.temporary(), "new");
    file.commit();
    EXPECT_EQ(names_in(root), (Names{"dem.tif", "other.tif.aux.xml"}));
}

TEST_F(Outputs, OfKilledProcessesAreFoundAnywhereUnderAFolderEvenWhileNobodyAskedHowTheyEnded) {
    fs::create_directories(root / "a/b");
    pid_t const child = fork();
    if (child == 0) {
        OutputFile const file(root / "a/b/sheet.gpkg", refuse);
        put(file.temporary(), "half");
        put(file.temporary().string() + "-journal", "half");
        raise(SIGKILL);
    }
    siginfo_t info{};
    waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOWAIT); // it stays a zombie
    OutputFile const living(root / "a/mine.gpkg", refuse);
    put(living.temporary(), "at work");
    remove_leftovers(root);
    EXPECT_EQ(names_in(root / "a/b"), Names{});
    EXPECT_TRUE(fs::exists(living.temporary()));
    remove_all_temporaries(root);
    EXPECT_FALSE(fs::exists(living.temporary()));
    waitpid(child, nullptr, 0);
}

TEST_F(Outputs, ArePlacedTogetherAndOneThatIsMissingCostsOnlyItself) {
    put(root / "b.shp", "old");
    put(root / "b.qix", "old index");
    std::vector<Placement> files;
    for (char const* name : {"a.csv", "b.shp", "c.csv", "d.csv"}) {
        OutputFile file(root / name, replace);
        if (std::string_view(name) != "c.csv")
            put(file.temporary(), name);
        if (file.target().extension() == ".shp")
            put(fs::path(file.temporary()).replace_extension(".dbf"), "table");
        files.push_back(file.hand_over());
    }
    auto const faults = place_together(files);
    ASSERT_EQ(faults.size(), 4U);
    EXPECT_FALSE(faults[0] || faults[1] || faults[3]);
    ASSERT_TRUE(faults[2]);
    EXPECT_EQ(faults[2]->what, "nothing was written");
    EXPECT_EQ(names_in(root), (Names{"a.csv", "b.dbf", "b.shp", "d.csv"}));
    EXPECT_EQ(bytes_of(root / "b.shp"), "b.shp");
}

TEST_F(Outputs, ThatWereNeverWrittenCannotBeCommitted) {
    OutputFile file(root / "table.csv", refuse);
    EXPECT_THROW(file.commit(), IoError);
}

class Folders : public Outputs {
protected:
    void make(std::string const& text, OverwritePolicy policy = replace) {
        OutputFolder out(root / "out", policy, "manifest.json");
        put(out.temporary() / "manifest.json", text);
        fs::create_directory(out.temporary() / "geojson");
        put(out.temporary() / "geojson" / "legs.geojson", text);
        out.commit();
    }
};

TEST_F(Folders, AreSwappedInAsAWhole) {
    make("first");
    make("second");
    EXPECT_EQ(names_in(root), Names{"out"});
    EXPECT_EQ(bytes_of(root / "out" / "geojson" / "legs.geojson"), "second");
}

TEST_F(Folders, NotCommittedLeaveTheOldOne) {
    make("first");
    {
        OutputFolder out(root / "out", replace, "manifest.json");
        put(out.temporary() / "manifest.json", "half");
    }
    EXPECT_EQ(names_in(root), Names{"out"});
    EXPECT_EQ(bytes_of(root / "out" / "manifest.json"), "first");
}

TEST_F(Folders, ThatAreNotOursAreNeverReplaced) {
    fs::create_directory(root / "out");
    put(root / "out" / "thesis.doc", "years of work");
    EXPECT_THROW(make("new"), UsageError);
    EXPECT_EQ(bytes_of(root / "out" / "thesis.doc"), "years of work");
}

TEST_F(Folders, MayBeEmptyBefore) {
    fs::create_directory(root / "out");
    make("first", refuse);
    EXPECT_EQ(bytes_of(root / "out" / "manifest.json"), "first");
    EXPECT_THROW(make("second", refuse), UsageError);
}

TEST_F(Folders, OfAKilledRunAreRemovedByTheNextOne) {
    make("first");
    run_and_kill([&] {
        auto* out = new OutputFolder(root / "out", replace, "manifest.json");
        put(out->temporary() / "manifest.json", "half");
    });
    ASSERT_EQ(names_in(root).size(), 2u);
    make("second");
    EXPECT_EQ(names_in(root), Names{"out"});
    EXPECT_EQ(bytes_of(root / "out" / "manifest.json"), "second");
}

TEST_F(Folders, MovedAsideByAKilledRunComeBack) {
    make("first");
    // What a kill between the two renames leaves: the old folder under the name of a dead process, and no output.
    std::string beside;
    run_and_kill([&] {
        auto* out = new OutputFolder(root / "out", replace, "manifest.json");
        put(out->temporary() / "manifest.json", "half");
    });
    for (std::string const& name : names_in(root))
        if (name != "out")
            beside = name;
    std::string aside = beside;
    aside.replace(aside.find("-new-"), 5, "-old-");
    fs::rename(root / "out", root / aside);
    { OutputFolder const look(root / "out", replace, "manifest.json"); }
    EXPECT_EQ(names_in(root), Names{"out"});
    EXPECT_EQ(bytes_of(root / "out" / "manifest.json"), "first");
}

TEST_F(Folders, KilledAtRandomMomentsAreAlwaysTheOldOrTheNewOne) {
    make("0");
    for (int round = 1; round <= 40; ++round) {
        pid_t const child = fork();
        if (child == 0) {
            for (;;)
                make(std::to_string(round));
        }
        usleep(static_cast<useconds_t>(500 + round * 137 % 4000));
        kill(child, SIGKILL);
        int status = 0;
        waitpid(child, &status, 0);
        { OutputFolder const heal(root / "out", replace, "manifest.json"); }
        ASSERT_EQ(names_in(root), Names{"out"}) << round;
        std::string const text = bytes_of(root / "out" / "manifest.json");
        ASSERT_EQ(bytes_of(root / "out" / "geojson" / "legs.geojson"), text) << round;
        int const seen = std::stoi(text);
        ASSERT_TRUE(seen >= 0 && seen <= round);
    }
}

} // namespace
} // namespace oreway
