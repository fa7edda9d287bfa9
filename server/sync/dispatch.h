// SPDX-License-Identifier: Apache-2.0
// A Dispatch: what one commit changed, as it goes out to those who follow live. Each scope's rows
// are encoded once, by the writer, and the same bytes go to every reader.
#ifndef SAMSTIG_SERVER_SYNC_DISPATCH_H_
#define SAMSTIG_SERVER_SYNC_DISPATCH_H_

#include <memory>
#include <string>
#include <vector>

#include "server/store/store.h"

namespace samstig::server {

// Part of a message: a PullResponse with one run, encoded. Such parts may be joined end to end;
// together they are one PullResponse with all the runs. Shared by every reader it is on its way to,
// and by the ring of recent dispatches; whoever is last lets it go.
using Piece = std::shared_ptr<const std::string>;

// Immutable once made, so that any thread may read it.
class Dispatch {
 public:
  struct Part {
    Scope scope;
    Piece piece;
    // The entities in it.
    std::vector<Id> ids;
  };

  // Of changes that are whole.
  explicit Dispatch(const Changes& changes);

  // It brings a reader who has seen everything up to `from` to `to`.
  Seq from() const { return from_; }
  Seq to() const { return to_; }
  // The scope's changes; nullptr when it has none.
  const Part* In(const Scope& scope) const;
  // Whether the person was given or lost a scope, so that pieces do not tell it all.
  bool ChangesRightsOf(const Id& person) const;
  // What it takes in memory, about.
  size_t bytes() const { return bytes_; }

 private:
  const Seq from_;
  const Seq to_;
  const std::vector<Id> persons_;  // Ascending.
  std::vector<Part> parts_;        // By scope.
  size_t bytes_ = 0;
};

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_SYNC_DISPATCH_H_
