// SPDX-License-Identifier: Apache-2.0
#include "server/gateway/http_answer.h"

#include <algorithm>
#include <atomic>

namespace samstig::server {
namespace {

bool EqualIgnoringCase(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                            [&](char x, char y) { return lower(x) == lower(y); });
}

class PostedAnswer final : public HttpAnswer {
 public:
  PostedAnswer(std::shared_ptr<Door> door, const std::shared_ptr<HttpAsker>& asker)
      : door_(std::move(door)), asker_(asker), number_(asker->request_number()) {}
  ~PostedAnswer() override {
    if (!ended_) GiveUp();
  }

  void Reply(HttpResponse response) override {
    ended_ = true;
    door_->Post([asker = asker_, number = number_, response = std::move(response)]() mutable {
      const std::shared_ptr<HttpAsker> there = asker.lock();
      if (there != nullptr && there->IsUnanswered(number)) there->Reply(std::move(response));
    });
  }

  void Begin(HttpResponse head, std::function<void()> gone) override {
    door_->Post([asker = asker_, number = number_, head = std::move(head),
                 gone = std::move(gone)]() mutable {
      const std::shared_ptr<HttpAsker> there = asker.lock();
      if (there == nullptr || !there->IsUnanswered(number)) return gone();
      there->Begin(head, std::move(gone));
    });
  }

  void Send(std::string piece, std::function<void()> taken) override {
    door_->Post([asker = asker_, number = number_, piece = std::move(piece),
                 taken = CallAtLast(std::move(taken))]() mutable {
      const std::shared_ptr<HttpAsker> there = asker.lock();
      if (there != nullptr && there->IsInPieces(number)) there->Send(piece, std::move(taken));
    });
  }

  void End(std::string last_piece) override {
    ended_ = true;
    door_->Post([asker = asker_, number = number_, last_piece = std::move(last_piece)] {
      const std::shared_ptr<HttpAsker> there = asker.lock();
      if (there != nullptr && there->IsInPieces(number)) there->End(last_piece);
    });
  }

 private:
  void GiveUp() {
    door_->Post([asker = asker_, number = number_] {
      const std::shared_ptr<HttpAsker> there = asker.lock();
      if (there == nullptr) return;
      if (there->IsInPieces(number)) return there->Close();
      if (!there->IsUnanswered(number)) return;
      HttpResponse nothing;
      nothing.status = 503;
      nothing.body = "the request was given up\n";
      there->Reply(std::move(nothing));
    });
  }

  const std::shared_ptr<Door> door_;
  const std::weak_ptr<HttpAsker> asker_;
  const uint64_t number_;
  std::atomic<bool> ended_{false};
};

}  // namespace

AtLast CallAtLast(std::function<void()> what) {
  return AtLast(nullptr, [what = std::move(what)](void*) { what(); });
}

// What is destroyed is destroyed without the lock: that may lead back here.

void Door::Close() {
  std::vector<Work> too_late;
  const std::lock_guard lock(mutex_);
  post_ = nullptr;
  too_late.swap(waiting_);
}

void Door::Post(Work work) {
  const std::lock_guard lock(mutex_);
  if (!post_) return;
  waiting_.push_back(std::move(work));
  if (waiting_.size() == 1) post_([self = shared_from_this()] { self->RunAll(); });
}

void Door::RunAll() {
  std::vector<Work> works;
  {
    const std::lock_guard lock(mutex_);
    works.swap(waiting_);
  }
  for (const Work& work : works) work();
}

std::shared_ptr<HttpAnswer> MakeAnswer(std::shared_ptr<Door> door,
                                       const std::shared_ptr<HttpAsker>& asker) {
  return std::make_shared<PostedAnswer>(std::move(door), asker);
}

std::string HeaderLines(const HttpResponse& answer) {
  std::string lines;
  if (!answer.content_type.empty()) {
    lines.append("Content-Type: ").append(answer.content_type).append("\r\n");
  }
  for (const auto& [name, value] : answer.headers) {
    lines.append(name).append(": ").append(value).append("\r\n");
  }
  return lines;
}

std::string_view HttpRequest::Path() const {
  return std::string_view(target).substr(0, target.find('?'));
}

std::string_view HttpRequest::Header(std::string_view name) const {
  for (const auto& [header, value] : headers) {
    if (EqualIgnoringCase(header, name)) return value;
  }
  return {};
}

}  // namespace samstig::server
