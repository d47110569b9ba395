// A case of somebody else's test suite, between its language and ours: FEEL and CEL are read into this tree, and say.hpp says
// the tree in LeadFlow. MAPPING.md has the rules.
//
//     FEEL  5 in (1..10]          CEL  'abc'.startsWith('a') && x > 3
//     └ OneOf( 5, Range(1, 10) )       └ And( StartsWith( abc, a ), Greater( x, 3 ) )
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace leadflow::oracles {

/// Thrown inside the readers and sayers when a case is outside what LeadFlow says; main counts the reasons.
struct Unsayable {
  std::string reason;
};

enum class Kind : std::uint8_t { Any, Bool, Int, Number, Text, Instant, Duration };

enum class Op : std::uint8_t {
  Null, Bool, Number, Text,      ///< values: `text` as written (Number: sign-less decimal, kind Int or Number)
  Read,                          ///< `text` read from a record as `kind`; what cannot be read is missing
  Duration,                      ///< `text`: in LeadFlow, `2 days`
  Input,                         ///< `text`: its name
  And, Or, Not, Negate, Add, Subtract, Multiply, Divide,
  Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual,
  Choose,                        ///< condition, then, else
  OneOf,                         ///< value, then tests: a value, a Range, or a comparison with one operand
  Range,                         ///< low, high; `low_open`, `high_open`
  Contains, StartsWith, EndsWith, Matches,
  Call                           ///< `text`: the LeadFlow function; `kind`: what it gives
};

struct Node {
  Op op = Op::Null;
  std::string text;
  Kind kind = Kind::Any;
  std::vector<Node> args;
  bool low_open = false, high_open = false;
};

__extension__ typedef __int128 Wide;

/// The expected value. Numbers x 10,000, instants and durations in milliseconds.
struct Expected {
  bool known = false;
  Kind kind = Kind::Any;
  Wide number = 0;
  std::string text;
};

struct Input {
  Kind kind = Kind::Any;
  bool known = false;
  std::string text;
};

struct Case {
  std::string from;      ///< "dmn-tck 0072-feel-in number_001"
  std::string written;   ///< the expression
  Node tree;
  Expected expected;
  std::map<std::string, Input> inputs;
  std::string zone = "UTC";
  bool feel = false;     ///< FEEL, whose numbers are decimals; else CEL, whose integers divide to integers
};

/// What is left out, by reason.
using Reasons = std::map<std::string, std::uint32_t>;

Node readFeel(const std::string& text, const std::map<std::string, Input>& inputs);
/// `zone`: of the time zone that the expression asks for, if it does.
Node readCel(const std::string& text, const std::map<std::string, Input>& inputs, std::string& zone);

/// Every case of the suite that can be read; the others go into `reasons`. An error in reading the files themselves: `error`.
void readDmnTck(const std::string& folder, std::vector<Case>& cases, Reasons& reasons, std::string& error);
void readCelConformance(const std::string& folder, std::vector<Case>& cases, Reasons& reasons, std::string& error);

// ---- shared by the readers
Node makeNode(Op op, std::vector<Node> args);
Node valueNode(Op op, std::string text, Kind kind);
/// 2018-12-08, 2018-12-08T10:30:00[.250][Z|+01:00] as milliseconds; nullopt-like false where it is no such text or finer than a millisecond.
bool instantOf(const std::string& text, std::int64_t& millis);
/// A decimal, exponents too, x 10,000; rounded half-even at the fourth place. False when it is none or too large.
bool scaledOf(const std::string& text, Wide& scaled, bool& exact);
/// P1DT2H3M4S: its parts in LeadFlow (`1 day + 2 hours`, in parentheses) and in milliseconds.
Node feelDuration(const std::string& text);
bool isoDuration(const std::string& text, Wide& millis);

}  // namespace leadflow::oracles
