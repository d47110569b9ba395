// std.titles read row by row with RE2, as the machine does: real titles and what they must say.
#include <catch2/catch.hpp>
#include <re2/re2.h>

#include <memory>
#include <set>

#include "tests/unit/stdlib/read_module.hpp"

using namespace leadflow::test;

namespace {

class Decision {
 public:
  explicit Decision(std::string_view name) {
    for (const PatternRow& row : patternRowsOf("titles", name)) {
      outputs_.push_back(row.output);
      patterns_.emplace_back();
      for (const std::string& pattern : row.patterns) {
        patterns_.back().push_back(std::make_unique<re2::RE2>(pattern, re2::RE2::Quiet));
        CAPTURE(pattern);
        REQUIRE(patterns_.back().back()->ok());
      }
    }
  }
  std::string operator()(const std::string& title) const {
    for (std::size_t row = 0; row < outputs_.size(); ++row)
      for (const auto& pattern : patterns_[row])
        if (re2::RE2::PartialMatch(title, *pattern)) return outputs_[row];
    return "missing";
  }
  const std::vector<std::string>& outputs() const { return outputs_; }

 private:
  std::vector<std::string> outputs_;
  std::vector<std::vector<std::unique_ptr<re2::RE2>>> patterns_;
};

struct Title {
  const char *title, *seniority, *department;
};

constexpr Title kTitles[] = {
    {"CEO", "c_level", "executive"},
    {"C.E.O.", "c_level", "executive"},
    {"Chief Executive Officer", "c_level", "executive"},
    {"Co-Founder & CEO", "c_level", "executive"},
    {"Founder", "c_level", "executive"},
    {"Owner", "c_level", "executive"},
    {"Business Owner", "c_level", "executive"},
    {"President", "c_level", "executive"},
    {"President and Chairman", "c_level", "executive"},
    {"Managing Director", "c_level", "executive"},
    {"Managing Partner", "c_level", "executive"},
    {"cfo", "c_level", "finance"},
    {"Chief Financial Officer", "c_level", "finance"},
    {"CTO", "c_level", "engineering"},
    {"Chief Technology Officer", "c_level", "engineering"},
    {"CIO", "c_level", "it"},
    {"CISO", "c_level", "security"},
    {"Chief Information Security Officer", "c_level", "security"},
    {"Chief Information Officer", "c_level", "it"},
    {"CMO", "c_level", "marketing"},
    {"Chief Marketing Officer", "c_level", "marketing"},
    {"CRO", "c_level", "sales"},
    {"Chief Revenue Officer", "c_level", "sales"},
    {"CHRO", "c_level", "hr"},
    {"Chief People Officer", "c_level", "hr"},
    {"COO", "c_level", "operations"},
    {"Chief Operating Officer", "c_level", "operations"},
    {"Chief Data Officer", "c_level", "engineering"},
    {"Chief Happiness Officer", "c_level", "executive"},
    {"Chief Product Officer", "c_level", "product"},
    {"Chief Legal Officer", "c_level", "legal"},
    {"Executive Vice President & CFO", "c_level", "finance"},
    {"Vice President", "vp", "executive"},
    {"Vice President of Sales", "vp", "sales"},
    {"VP Engineering", "vp", "engineering"},
    {"SVP, Marketing", "vp", "marketing"},
    {"EVP Finance", "vp", "finance"},
    {"Vice-President, Human Resources", "vp", "hr"},
    {"Vicepresidente de Ventas", "vp", "sales"},
    {"Vice-présidente marketing", "vp", "marketing"},
    {"Vizepräsident", "vp", "executive"},
    {"SVP", "vp", "executive"},
    {"Director of IT", "director", "it"},
    {"Director, Information Technology", "director", "it"},
    {"Associate Director, Clinical Operations", "director", "medical"},
    {"Head of Growth", "director", "marketing"},
    {"Global Head, Procurement", "director", "procurement"},
    {"Chief of Staff", "director", "executive"},
    {"Sales & Marketing Director", "director", "sales"},
    {"Directeur commercial", "director", "sales"},
    {"Directrice des ressources humaines", "director", "hr"},
    {"Director de Sistemas", "director", "it"},
    {"Vertriebsleiter", "director", "sales"},
    {"Leiter Einkauf", "director", "procurement"},
    {"IT-Leiterin", "director", "it"},
    {"Direttore vendite", "director", "sales"},
    {"Dean of Students", "director", "education"},
    {"General Manager", "director", "executive"},
    {"Sales Manager", "manager", "sales"},
    {"Product Manager", "manager", "product"},
    {"Product Marketing Manager", "manager", "marketing"},
    {"Project Manager", "manager", "operations"},
    {"Office Manager", "manager", "operations"},
    {"Customer Success Manager", "manager", "support"},
    {"IT Manager", "manager", "it"},
    {"Team Lead, Data Science", "manager", "engineering"},
    {"Teamleiter Vertrieb", "manager", "sales"},
    {"Abteilungsleiterin Buchhaltung", "manager", "finance"},
    {"Gerente de Compras", "manager", "procurement"},
    {"Chef de produit", "manager", "product"},
    {"Responsable informatique", "manager", "it"},
    {"Senior Software Engineer", "senior", "engineering"},
    {"Sr. Accountant", "senior", "finance"},
    {"Lead Developer", "senior", "engineering"},
    {"Principal Architect", "senior", "engineering"},
    {"Staff Software Engineer", "senior", "engineering"},
    {"Software Engineer", "individual", "engineering"},
    {"Security Engineer", "individual", "security"},
    {"Network Engineer", "individual", "it"},
    {"Support Engineer", "individual", "support"},
    {"Sales Engineer", "individual", "sales"},
    {"Account Executive", "individual", "sales"},
    {"SDR", "individual", "sales"},
    {"Business Development Representative", "individual", "sales"},
    {"Lead Generation Specialist", "individual", "marketing"},
    {"Product Owner", "individual", "product"},
    {"HR Business Partner", "individual", "hr"},
    {"Salesforce Administrator", "individual", "it"},
    {"System Administrator", "individual", "it"},
    {"Nurse", "individual", "medical"},
    {"Physician", "individual", "medical"},
    {"Medical Doctor", "individual", "medical"},
    {"Teacher", "individual", "education"},
    {"Professor of Marketing", "individual", "education"},
    {"General Counsel", "individual", "legal"},
    {"Compliance Analyst", "individual", "legal"},
    {"Buyer", "individual", "procurement"},
    {"Media Buyer", "individual", "marketing"},
    {"Production Planner", "individual", "operations"},
    {"Telecommunications Technician", "individual", "other"},
    {"Assistant to the CEO", "individual", "operations"},
    {"Executive Assistant to the CFO", "individual", "operations"},
    {"CEO's assistant", "individual", "operations"},
    {"Assistentin der Geschäftsführung", "individual", "executive"},
    {"Former CEO", "individual", "executive"},
    {"Retired", "individual", "other"},
    {"Poet", "individual", "other"},
    {"Marketing Intern", "intern", "marketing"},
    {"Internal Auditor", "individual", "finance"},
    {"International Sales Manager", "manager", "sales"},
    {"Praktikantin Vertrieb", "intern", "sales"},
    {"Stagiaire marketing", "intern", "marketing"},
    {"Geschäftsführer", "c_level", "executive"},
    {"Geschäftsführerin", "c_level", "executive"},
    {"Geschaeftsfuehrer", "c_level", "executive"},
    {"GESCHÄFTSFÜHRER", "c_level", "executive"},
    {"Vorstandsvorsitzender", "c_level", "executive"},
    {"Inhaberin", "c_level", "executive"},
    {"Directeur général", "c_level", "executive"},
    {"Directrice Generale", "c_level", "executive"},
    {"PDG", "c_level", "executive"},
    {"Gérant", "c_level", "executive"},
    {"Director General", "c_level", "executive"},
    {"Gerente General", "c_level", "executive"},
    {"Diretor Geral", "c_level", "executive"},
    {"Amministratore Delegato", "c_level", "executive"},
    {"Administrerende direktør", "c_level", "executive"},
    {"VD", "c_level", "executive"},
    {"総務部 代表取締役", "c_level", "executive"},
    {"Developer (does not like it)", "individual", "engineering"},
    {"", "missing", "missing"},
};

}  // namespace

TEST_CASE("job titles say seniority and department") {
  const Decision seniority("job_seniority"), department("job_department");
  for (const Title& row : kTitles) {
    CAPTURE(row.title);
    CHECK(seniority(row.title) == row.seniority);
    CHECK(department(row.title) == row.department);
  }
}

TEST_CASE("the decisions give these values and no others") {
  const Decision seniority("job_seniority"), department("job_department");
  CHECK(std::set<std::string>(seniority.outputs().begin(), seniority.outputs().end()) ==
        std::set<std::string>{"c_level", "vp", "director", "manager", "senior", "individual", "intern"});
  CHECK(std::set<std::string>(department.outputs().begin(), department.outputs().end()) ==
        std::set<std::string>{"executive", "sales", "marketing", "engineering", "it", "security", "finance", "hr", "legal", "operations", "product",
                              "support", "procurement", "education", "medical", "other"});
}
