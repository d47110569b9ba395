// The smallest pieces: words, symbols, names, gaps between statements, blocks.
//
//     score fit { +20 when segment is smb }     words `score`, `when`, `is`; names fit, segment, smb; symbols { + }
//
// The rules read text that layout (compiler/parse/layout.hpp) has prepared: comments and line ends that end nothing are
// blanks already, so every '\n' left ends a statement; '\x01' stands where a missing closing brace was noticed.
// INVARIANT: a rule that ends in a word, symbol or name has skipped the blanks after it; none skips a '\n' but `gap`.
#pragma once
#include <cstddef>
#include <string_view>
#include <tao/pegtl/ascii.hpp>
#include <tao/pegtl/rules.hpp>

namespace leadflow::grammar {

namespace pegtl = tao::pegtl;
using pegtl::at;
using pegtl::digit;
using pegtl::eof;
using pegtl::must;
using pegtl::not_at;
using pegtl::not_one;
using pegtl::one;
using pegtl::opt;
using pegtl::plus;
using pegtl::rep;
using pegtl::rep_min_max;
using pegtl::seq;
using pegtl::sor;
using pegtl::star;

inline constexpr char missing_brace = '\x01';

constexpr bool isNameStart(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
constexpr bool isDigit(char c) { return c >= '0' && c <= '9'; }
constexpr bool isNamePart(char c) { return isNameStart(c) || isDigit(c); }
constexpr bool isBlank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

enum class WordClass : unsigned char { Name, Reserved, Declaration, Later, Clause };

/// What keywords.def says about a word; Name for every other one.
constexpr WordClass wordClass(std::string_view word) {
#define LEADFLOW_KEYWORD(text, kind) \
  if (word.size() == sizeof(text) - 1 && word[0] == text[0] && word == text) return WordClass::kind;
#include "grammar/keywords.def"
#undef LEADFLOW_KEYWORD
  return WordClass::Name;
}
/// The same, for the few reserved words only: asked for every name that is read, so the length decides first.
constexpr bool isReserved(std::string_view word) {
  if (word.size() < 2 || word.size() > 9) return false;
#define LEADFLOW_KEYWORD(text, kind)                                                                    \
  if constexpr (WordClass::kind == WordClass::Reserved) {                                               \
    if (word.size() == sizeof(text) - 1 && word[0] == text[0] && word[1] == text[1] && word == text) return true; \
  }
#include "grammar/keywords.def"
#undef LEADFLOW_KEYWORD
  return false;
}

/// The name at the input's place, empty when there is none.
template <typename Input>
std::string_view peekName(const Input& in) {
  const char* begin = in.current();
  const char* end = in.end();
  if (begin == end || !isNameStart(*begin)) return {};
  const char* p = begin + 1;
  while (p != end && isNamePart(*p)) ++p;
  return {begin, static_cast<std::size_t>(p - begin)};
}
template <typename Input>
void skipBlanks(Input& in) {
  while (in.current() != in.end() && isBlank(*in.current())) in.bump_in_this_line(1);
}

template <std::size_t N>
struct Fixed {
  char chars[N]{};
  constexpr Fixed(const char (&text)[N]) {
    for (std::size_t i = 0; i < N; ++i) chars[i] = text[i];
  }
  constexpr std::string_view view() const { return {chars, N - 1}; }
};

/// A word that is not part of a longer one, and the blanks after it.
template <Fixed Text>
struct word {
  using rule_t = word;
  using subs_t = pegtl::type_list<>;
  template <typename Input>
  static bool match(Input& in) {
    constexpr std::string_view text = Text.view();
    const auto left = static_cast<std::size_t>(in.end() - in.current());
    if (left == 0 || *in.current() != text.front()) return false;
    if (left < text.size() || std::string_view(in.current(), text.size()) != text) return false;
    if (left > text.size() && isNamePart(in.current()[text.size()])) return false;
    in.bump_in_this_line(text.size());
    skipBlanks(in);
    return true;
  }
};

/// A sign such as `{` or `->`, and the blanks after it.
template <Fixed Text>
struct symbol {
  using rule_t = symbol;
  using subs_t = pegtl::type_list<>;
  template <typename Input>
  static bool match(Input& in) {
    constexpr std::string_view text = Text.view();
    const auto left = static_cast<std::size_t>(in.end() - in.current());
    if (left == 0 || *in.current() != text.front()) return false;
    if (left < text.size() || std::string_view(in.current(), text.size()) != text) return false;
    in.bump_in_this_line(text.size());
    skipBlanks(in);
    return true;
  }
};

/// Blanks, or nothing.
struct blanks {
  using rule_t = blanks;
  using subs_t = pegtl::type_list<>;
  template <typename Input>
  static bool match(Input& in) {
    skipBlanks(in);
    return true;
  }
};

/// Everything between two statements: blanks, line ends, `;`; or nothing.
struct gap {
  using rule_t = gap;
  using subs_t = pegtl::type_list<>;
  template <typename Input>
  static bool match(Input& in) {
    while (in.current() != in.end()) {
      const char c = *in.current();
      if (!isBlank(c) && c != '\n' && c != ';') break;
      in.bump(1);
    }
    return true;
  }
};

enum class Names { Any, Free, Operand };

/// A name. Any: reserved words too. Free: none that is reserved. Operand: nor one that goes on with a statement.
template <Names Which, bool Blanks>
struct name_rule {
  using rule_t = name_rule;
  using subs_t = pegtl::type_list<>;
  template <typename Input>
  static bool match(Input& in) {
    const std::string_view text = peekName(in);
    if (text.empty()) return false;
    if constexpr (Which == Names::Free) {
      if (isReserved(text)) return false;
    } else if constexpr (Which == Names::Operand) {
      const WordClass kind = wordClass(text);
      if (kind == WordClass::Reserved || kind == WordClass::Clause) return false;
    }
    in.bump_in_this_line(text.size());
    if constexpr (Blanks) skipBlanks(in);
    return true;
  }
};

/// A word that keywords.def counts to one class.
template <WordClass Kind>
struct word_of_class {
  using rule_t = word_of_class;
  using subs_t = pegtl::type_list<>;
  template <typename Input>
  static bool match(Input& in) {
    const std::string_view text = peekName(in);
    if (text.empty() || wordClass(text) != Kind) return false;
    in.bump_in_this_line(text.size());
    skipBlanks(in);
    return true;
  }
};

/// A rule that contains itself without a bracket between (`ranges of ranges of …`, `had a where had b where …`): the state
/// counts how deep it stands and raises a mistake before the stack ends.
template <typename Rule>
struct deeper {
  using rule_t = deeper;
  using subs_t = pegtl::type_list<Rule>;
  template <pegtl::apply_mode A, pegtl::rewind_mode M, template <typename...> class Action, template <typename...> class Control, typename Input,
            typename State>
  static bool match(Input& in, State& state) {
    const typename State::Level level(state, in);
    return Control<Rule>::template match<A, M, Action, Control>(in, state);
  }
};

struct name : name_rule<Names::Free, true> {};
struct member_word : name_rule<Names::Any, false> {};
struct dotted_part : seq<one<'.'>, not_at<one<'.'>>, member_word> {};
struct dotted_name : seq<name_rule<Names::Free, false>, star<dotted_part>, blanks> {};
struct operand_name_ahead : at<name_rule<Names::Operand, false>> {};

struct closer : sor<one<'}', missing_brace>, eof> {};
struct statement_end : at<sor<one<'\n', ';', '}', missing_brace>, eof>> {};
/// Between the cases of a `grade`, the columns of a `table`, …: a comma, or a new line.
struct case_separator : sor<seq<symbol<",">, gap>, seq<at<one<'\n', ';'>>, gap>, at<closer>> {};
struct open_brace : seq<symbol<"{">, gap> {};
struct close_brace : sor<symbol<"}">, at<closer>> {};

/// { statement; statement … }
template <typename Statement>
struct block_of : seq<must<open_brace>, star<not_at<closer>, Statement, gap>, close_brace> {};
/// { case, case … }
template <typename Case, typename Separator = case_separator>
struct cases_of : seq<must<open_brace>, star<not_at<closer>, must<Case>, must<Separator>>, close_brace> {};

}  // namespace leadflow::grammar
