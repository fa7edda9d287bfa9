// SPDX-License-Identifier: Apache-2.0
// What is wrong with a file that somebody wrote: for each mistake where it is; all of them, not
// only the first.
#ifndef SAMSTIG_CLI_MISTAKES_H_
#define SAMSTIG_CLI_MISTAKES_H_

#include <string>
#include <vector>

#include "domain/base/result.h"

namespace samstig::cli {

// "programme.yaml:12: themes[2].code: what is wrong"
struct Mistake {
  std::string file;
  int line = 0;
  std::string field;
  std::string problem;
  std::string ToString() const;
};

class Mistakes {
 public:
  explicit Mistakes(std::string file) : file_(std::move(file)) {}
  void Add(int line, std::string field, std::string problem);
  // A refusal by the rules, said about this place.
  void Add(int line, std::string field, const base::Status& status);
  bool none() const { return all_.empty(); }
  size_t count() const { return all_.size(); }
  // By line.
  std::vector<Mistake> Sorted() const;

 private:
  std::string file_;
  std::vector<Mistake> all_;
};

// The rules name the field as they know it; where the place is said already, this is the rest.
std::string WithoutName(const std::string& detail, const std::string& name);

}  // namespace samstig::cli

#endif  // SAMSTIG_CLI_MISTAKES_H_
