// From XML to elements that can be evaluated.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "decision/boxed_reader.hpp"
#include "decision/dmn_program.hpp"

namespace staysail::decision {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostDocuments = 100;

Result<std::string> bytes_of(const std::string& path) {
  std::error_code failed;
  const auto size = fs::file_size(path, failed);
  std::ifstream file(path, std::ios::binary);
  Place place;
  place.file = path;
  if (failed || !file) return Error::at(place, Errc::io_failed, "the model cannot be read; is the path right?");
  if (size > kMaxXmlBytes) return Error::at(place, Errc::limit_exceeded, "a model may have 16 MB of text");
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return std::move(bytes).str();
}

// The namespaces of DMN 1.1 to 1.5 end so; one of them must be declared.
bool is_dmn(const XmlElement& root) {
  constexpr std::string_view kModels[] = {"20151101/dmn.xsd", "20180521/MODEL/", "20191111/MODEL/", "20211108/MODEL/",
                                          "20230324/MODEL/"};
  if (root.name != "definitions") return false;
  return std::any_of(root.attributes.begin(), root.attributes.end(), [&kModels](const auto& attribute) {
    return attribute.first.starts_with("xmlns") &&
           std::any_of(std::begin(kModels), std::end(kModels),
                       [&attribute](std::string_view model) { return attribute.second.ends_with(model); });
  });
}

// Imports of other kinds (PMML, XSD) name no model: nothing of them is required.
bool is_model_import(const XmlElement& import) {
  const std::string_view type = import.attribute("importType");
  return type.empty() || type.find("/DMN/") != std::string_view::npos;
}

struct KindName {
  std::string_view name;
  DmnKind kind;
};
constexpr KindName kKinds[] = {{"inputData", DmnKind::input},
                               {"decision", DmnKind::decision},
                               {"businessKnowledgeModel", DmnKind::knowledge},
                               {"decisionService", DmnKind::service}};

std::vector<std::string> models_in(const std::string& folder) {
  std::vector<std::string> paths;
  std::error_code failed;
  for (fs::directory_iterator entry(folder, failed), end; !failed && entry != end; entry.increment(failed))
    if (entry->path().extension() == ".dmn") paths.push_back(entry->path().string());
  std::sort(paths.begin(), paths.end());
  return paths;
}

// Every reference to a type in an element and what stands in it, extensions of tools left out.
void check_types(const XmlElement& element, const DmnTypes& types, std::vector<Error>& faults) {
  if (element.name == "extensionElements") return;
  for (const std::string_view attribute : {"typeRef", "outputTypeRef"})
    if (auto unknown = types.unknown(element.attribute(attribute), element.place))
      faults.push_back(*std::move(unknown));
  if (element.name == "typeRef")
    if (auto unknown = types.unknown(element.text, element.text_place)) faults.push_back(*std::move(unknown));
  for (const XmlElement& child : element.children) check_types(child, types, faults);
}

// What is required, for the scope of the element that requires it: grouped under the name of the import it comes from.
void add_member(std::vector<std::pair<std::string, FeelType::Members>>& groups, const std::string& alias,
                std::string name, FeelType type) {
  auto group = std::find_if(groups.begin(), groups.end(), [&alias](const auto& each) { return each.first == alias; });
  if (group == groups.end()) group = groups.insert(groups.end(), {alias, {}});
  group->second.emplace_back(std::move(name), std::move(type));
}

}  // namespace

bool DmnLoader::has(std::string_view space) const {
  return std::any_of(documents.begin(), documents.end(),
                     [space](const DmnDocument& each) { return each.space == space; });
}

Status DmnLoader::add_text(std::string_view xml, const std::string& file) {
  STAYSAIL_TRY(XmlElement root, parse_xml(xml, file));
  if (!is_dmn(root))
    return root.error(Errc::unsupported, "this is no decision model: <definitions> of DMN 1.1 to 1.5 was expected");
  DmnDocument document;
  document.space = root.attribute("namespace");
  document.name = root.attribute("name");
  document.file = file;
  for (const XmlElement* import : root.all("import"))
    document.imports.push_back({std::string(import->attribute("name")), std::string(import->attribute("namespace")),
                                is_model_import(*import), import->place});
  document.root = std::move(root);
  documents.push_back(std::move(document));
  return ok();
}

Status DmnLoader::add_file(const std::string& path) {
  STAYSAIL_TRY(const std::string bytes, bytes_of(path));
  STAYSAIL_CHECK(add_text(bytes, path));
  return add_imports(fs::path(path).parent_path().empty() ? "." : fs::path(path).parent_path().string());
}

Status DmnLoader::add_imports(const std::string& folder) {
  for (std::size_t i = 0; i < documents.size(); ++i) {
    const std::vector<DmnImport> imports = documents[i].imports;
    for (const DmnImport& import : imports)
      if (!has(import.space)) STAYSAIL_CHECK(import_from(folder, import));
  }
  return ok();
}

Status DmnLoader::import_from(const std::string& folder, const DmnImport& wanted) {
  for (const std::string& path : models_in(folder)) {
    const auto bytes = bytes_of(path);
    if (!bytes || bytes->find(wanted.space) == std::string::npos) continue;
    auto root = parse_xml(*bytes, path);
    if (!root || root->attribute("namespace") != wanted.space) continue;
    if (documents.size() == kMostDocuments)
      return Error::at(wanted.place, Errc::limit_exceeded, "a model may import 100 others");
    return add_text(*bytes, path);
  }
  return ok();
}

Status DmnLoader::check_imports() const {
  for (const DmnDocument& document : documents)
    for (const DmnImport& import : document.imports)
      if (import.is_model && !has(import.space))
        return Error::at(import.place, Errc::not_found,
                         "the imported model " + import.alias + " is not there: a .dmn file with the namespace '" +
                             import.space + "' was expected in the folder of the model");
  return ok();
}

Status DmnLoader::take_elements(std::size_t document) {
  std::set<std::string> ids, names;
  for (const XmlElement& source : documents[document].root.children) {
    const auto kind = std::find_if(std::begin(kKinds), std::end(kKinds),
                                   [&source](const KindName& each) { return each.name == source.name; });
    if (kind == std::end(kKinds)) continue;
    DmnElement element;
    element.kind = kind->kind;
    element.document = document;
    element.name = source.attribute("name");
    element.id = source.attribute("id");
    element.place = source.place;
    element.source = &source;
    const XmlElement* variable = source.child("variable");
    const std::string_view type = variable == nullptr ? std::string_view() : variable->attribute("typeRef");
    element.declared = {element.name, std::string(type), documents[document].types};
    if (element.name.empty()) return source.error(Errc::malformed_file, "an element has no name");
    if (!element.id.empty() && !ids.insert(element.id).second)
      return source.error(Errc::malformed_file, "two elements have one id: " + element.id);
    if (!names.insert(element.name).second)
      return source.error(Errc::malformed_file, "two elements have one name: " + element.name + "; rename one of them");
    elements.push_back(std::move(element));
  }
  return ok();
}

std::shared_ptr<const DmnTypes> DmnLoader::types_of(std::size_t document) {
  auto types = std::make_shared<DmnTypes>(DmnTypes::read(documents[document].root, faults));
  for (const DmnImport& import : documents[document].imports) {
    const auto found = std::find_if(documents.begin(), documents.end(),
                                    [&import](const DmnDocument& each) { return each.space == import.space; });
    std::vector<Error> told_there;
    if (found != documents.end()) types->add(import.alias, DmnTypes::read(found->root, told_there));
  }
  return types;
}

// "#id", or "namespace#id" of an import.
Result<Requirement> DmnLoader::requirement(const DmnElement& owner, const XmlElement& reference) const {
  const std::string_view href = reference.attribute("href");
  const std::size_t hash = href.find('#');
  const std::string_view id = hash == std::string_view::npos ? href : href.substr(hash + 1);
  const DmnDocument& home = documents[owner.document];
  const std::string_view space =
      hash == std::string_view::npos || hash == 0 ? std::string_view(home.space) : href.substr(0, hash);
  for (std::size_t i = 0; i < elements.size(); ++i) {
    const DmnDocument& other = documents[elements[i].document];
    if (elements[i].id != id || other.space != space) continue;
    Requirement found{i, ""};
    for (const DmnImport& import : home.imports)
      if (elements[i].document != owner.document && import.space == other.space) found.alias = import.alias;
    return found;
  }
  return reference.error(Errc::not_found, owner.name + " requires an element that is not there: " + std::string(href));
}

Status DmnLoader::require(DmnElement& owner, const XmlElement& from, std::string_view child,
                          std::vector<Requirement>& out) const {
  for (const XmlElement* reference : from.all(child)) {
    STAYSAIL_TRY(Requirement found, requirement(owner, *reference));
    if (&elements[found.element] == &owner && owner.kind != DmnKind::knowledge)
      return reference->error(Errc::conflict, owner.name + " requires itself; only a knowledge model may call itself");
    out.push_back(std::move(found));
  }
  return ok();
}

Status DmnLoader::requirements_of(DmnElement& element) const {
  const XmlElement& source = *element.source;
  for (const XmlElement* each : source.all("informationRequirement")) {
    STAYSAIL_CHECK(require(element, *each, "requiredInput", element.requirements));
    STAYSAIL_CHECK(require(element, *each, "requiredDecision", element.requirements));
  }
  for (const XmlElement* each : source.all("knowledgeRequirement"))
    STAYSAIL_CHECK(require(element, *each, "requiredKnowledge", element.requirements));
  if (element.kind != DmnKind::service) return ok();
  STAYSAIL_CHECK(require(element, source, "outputDecision", element.requirements));
  STAYSAIL_CHECK(require(element, source, "inputDecision", element.input_decisions));
  return require(element, source, "inputData", element.inputs);
}

Scope DmnLoader::scope_of(const DmnElement& element) const {
  Scope scope;
  element.declared.types->name_in(scope);
  std::vector<std::pair<std::string, FeelType::Members>> groups;
  for (const Requirement& each : element.requirements) {
    const DmnElement& required = elements[each.element];
    const bool is_function = required.kind == DmnKind::knowledge || required.kind == DmnKind::service;
    add_member(groups, each.alias, required.name,
               is_function ? FeelType::of(ValueKind::function) : required.declared.feel());
  }
  for (auto& [alias, members] : groups) {
    if (!alias.empty()) scope.add(alias, FeelType::context_of(std::move(members)));
    else
      for (auto& [name, type] : members) scope.add(name, std::move(type));
  }
  if (element.kind == DmnKind::knowledge) scope.add(element.name, FeelType::of(ValueKind::function));
  return scope;
}

void DmnLoader::compile(DmnElement& element) {
  BoxedReader reader(element.declared.types, faults);
  if (element.kind == DmnKind::decision) element.logic = reader.inside(*element.source, scope_of(element));
  if (element.kind != DmnKind::knowledge) return;
  // The variable of a knowledge model may have the type of the function or, in older models, that of its result.
  Declared result = element.declared;
  if (result.feel().is(ValueKind::function)) result.type.clear();
  const XmlElement* definition = element.source->child("encapsulatedLogic");
  if (definition != nullptr) element.logic = reader.function(*definition, scope_of(element), std::move(result));
}

Status DmnLoader::link() {
  STAYSAIL_CHECK(check_imports());
  for (std::size_t i = 0; i < documents.size(); ++i) documents[i].types = types_of(i);
  for (const DmnDocument& each : documents) check_types(each.root, *each.types, faults);
  for (std::size_t i = 0; i < documents.size(); ++i) STAYSAIL_CHECK(take_elements(i));
  for (DmnElement& element : elements) STAYSAIL_CHECK(requirements_of(element));
  STAYSAIL_TRY(order, requirement_order(elements));
  for (DmnElement& element : elements) compile(element);
  for (DmnElement& element : elements) element.source = nullptr;
  return ok();
}

}  // namespace staysail::decision
