// The one place where PEGTL is instantiated. A control class writes the tape and turns failures into mistakes; there are
// no actions, so every rule is compiled once and cheaply.
#include <tao/pegtl/memory_input.hpp>
#include <tao/pegtl/normal.hpp>
#include <tao/pegtl/nothing.hpp>

#include "compiler/parse/mistake.hpp"
#include "compiler/parse/tape.hpp"
#include "grammar/expected.hpp"

namespace leadflow::parse {
namespace {

namespace pegtl = tao::pegtl;
using Input = pegtl::memory_input<pegtl::tracking_mode::lazy, pegtl::eol::lf, const char*>;

inline constexpr std::size_t max_mistakes = 100;
inline constexpr int max_depth = 450;  ///< of rules inside themselves; brackets alone, at most 200 deep, stay far below

template <typename Rule>
inline constexpr Kind kind_of = Kind::none;
template <typename Rule>
inline constexpr bool recovers = false;
#define LEADFLOW_NODE(rule) \
  template <>               \
  inline constexpr Kind kind_of<grammar::rule> = Kind::rule;
#define LEADFLOW_STATEMENT(rule) \
  LEADFLOW_NODE(rule)            \
  template <>                    \
  inline constexpr bool recovers<grammar::rule> = true;
#include "compiler/parse/nodes.def"
#undef LEADFLOW_NODE
#undef LEADFLOW_STATEMENT

struct Reader {
  Tape& tape;
  const char* begin;
  std::size_t mistakes = 0;
  int depth = 0;

  /// One more level of a rule inside itself, see grammar::deeper.
  struct Level {
    Level(Reader& reader_in, const Input& in) : reader(reader_in) {
      if (reader.depth >= max_depth) throw Mistake{reader.offset(in), "nesting-too-deep", "values are nested too deep here", ""};
      ++reader.depth;
    }
    ~Level() { --reader.depth; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;
    Reader& reader;
  };

  std::uint32_t offset(const Input& in) const { return static_cast<std::uint32_t>(in.current() - begin); }

  void open(Kind kind, const Input& in) { tape.entries.push_back({kind, offset(in), 0, 0}); }
  void close(std::size_t mark, const Input& in) {
    Entry& entry = tape.entries[mark];
    std::uint32_t end = offset(in);
    const std::string& text = tape.layout.text;
    while (end > entry.begin && (grammar::isBlank(text[end - 1]) || text[end - 1] == '\n')) --end;
    entry.end = end;
    entry.next = static_cast<std::uint32_t>(tape.entries.size());
  }
  void report(const Mistake& mistake, std::uint32_t statement, std::uint32_t statement_end) {
    for (const std::uint32_t at : tape.layout.unclosed_texts)
      if (at >= statement && at < statement_end) return;  // said already, and everything after it is guesswork
    ++mistakes;
    reportMistake(tape, mistake, statement);
    if (mistakes == max_mistakes)
      tape.diags->report(diag::Code::TooManyMistakes, tape.span(mistake.at, mistake.at), "reading stopped after 100 mistakes")
          .withHelp("correct these first");
  }
};

template <typename Rule>
struct Control : pegtl::normal<Rule> {
  template <pegtl::apply_mode A, pegtl::rewind_mode M, template <typename...> class Action, template <typename...> class C>
  static bool direct(Input& in, Reader& reader) {
    if constexpr (requires { Rule::template match<A, M, Action, C>(in, reader); })
      return Rule::template match<A, M, Action, C>(in, reader);
    else
      return Rule::match(in);
  }

  template <pegtl::apply_mode A, pegtl::rewind_mode M, template <typename...> class Action, template <typename...> class C>
  static bool match(Input& in, Reader& reader) {
    const std::size_t mark = reader.tape.entries.size();
    if constexpr (kind_of<Rule> != Kind::none) reader.open(kind_of<Rule>, in);
    bool matched = false;
    if constexpr (recovers<Rule>) {
      const std::uint32_t begin = reader.offset(in);
      Mistake mistake{begin, grammar::expected<Rule>.code, grammar::expected<Rule>.text, grammar::expected<Rule>.words};
      {
        auto place = in.template mark<pegtl::rewind_mode::required>();
        try {
          matched = direct<A, pegtl::rewind_mode::active, Action, C>(in, reader);
        } catch (const Mistake& made) {
          mistake = made;
        }
        (void)place(matched);
      }
      if (!matched) {
        recover<A, Action, C>(in, reader, mistake, mark);
        return true;
      }
    } else {
      matched = direct<A, M, Action, C>(in, reader);
    }
    if (!matched)
      reader.tape.entries.resize(mark);
    else if constexpr (kind_of<Rule> != Kind::none)
      reader.close(mark, in);
    return matched;
  }

  template <pegtl::apply_mode A, template <typename...> class Action, template <typename...> class C>
  static void recover(Input& in, Reader& reader, const Mistake& mistake, std::size_t mark) {
    const std::uint32_t begin = reader.offset(in);
    (void)C<grammar::skipped_statement>::template match<A, pegtl::rewind_mode::active, Action, C>(in, reader);
    if (reader.offset(in) == begin && !in.empty()) in.bump(1);
    reader.tape.entries.resize(mark);
    reader.report(mistake, begin, reader.offset(in));
    if (reader.mistakes >= max_mistakes) in.bump(in.size());
  }

  template <typename In>
  [[noreturn]] static void raise(const In& in, Reader& reader) {
    static_assert(grammar::expected<Rule>.text != nullptr, "a rule under must<> needs a row in grammar/expected.hpp");
    throw Mistake{reader.offset(in), grammar::expected<Rule>.code, grammar::expected<Rule>.text, grammar::expected<Rule>.words};
  }
};

template <typename Rule>
bool run(Tape& tape) {
  const std::string& text = tape.layout.text;
  Input in(text.data(), text.data() + text.size(), "");
  Reader reader{tape, text.data()};
  tape.entries.reserve(text.size() / 3 + 16);
  try {
    return Control<Rule>::template match<pegtl::apply_mode::nothing, pegtl::rewind_mode::required, pegtl::nothing, Control>(in, reader);
  } catch (const Mistake& mistake) {
    tape.entries.clear();
    reader.report(mistake, 0, static_cast<std::uint32_t>(text.size()));
    return false;
  }
}

}  // namespace

void readFile(Tape& tape) { (void)run<grammar::whole_file>(tape); }

bool readExpression(Tape& tape) { return run<grammar::lone_expression>(tape); }

}  // namespace leadflow::parse
