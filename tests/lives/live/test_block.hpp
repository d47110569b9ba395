// A life with one lead as a `test` block of its playbook: the story is what happens, what the reference says is expected, and the
// test runner decides whether it is so.
//
//     test "the life of L1" {
//       at 2026-03-02 10:00
//       given lead { id "L1", size 20 }
//       after 60 minutes happens call { outcome connected } by ana
//       after 60 minutes expect stage is Work and owner is ana
//       after 4320 minutes expect sla first is met
//     }
//
// A test says less than a file of events. Left out of the story, for both, is what it has no words for:
//
//     told late, or twice        a test tells things when they happen, once
//     another version            a test knows one text
//     other leads                and so mergers; a lead that is created again; a lead that is adopted in a stage
//     the roster                 but for reps who leave, come back, or are out from now on
//     at once                    what happens at the instant of the creation: `after` is longer than nothing
//     what nobody declared       activities and reasons that the playbook does not know are errors of a test, and so is what nobody can
//                                read; and activities within the record of a new lead
//
// An erased lead is not asked about: nothing of it is left.
#pragma once
#include "tests/lives/live/engine.hpp"

namespace leadflow::lives {

/// The first expectation that failed, in words; empty: all held, or the life is none that a test can tell. `tests` and
/// `expectations` go up by what was run.
std::string asTest(const Book& book, const Compiled& compiled, const Story& story, std::uint64_t chance, int& tests, int& expectations);

}  // namespace leadflow::lives
