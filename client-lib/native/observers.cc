// SPDX-License-Identifier: Apache-2.0
#include "client-lib/native/observers.h"

#include <utility>

namespace samstig::client {

class Observers::Observation : public Subscription {
 public:
  explicit Observation(std::shared_ptr<Observer> observer) : observer_(std::move(observer)) {}
  ~Observation() override {
    const std::lock_guard lock(observer_->mutex);
    observer_->ended = true;
  }

 private:
  const std::shared_ptr<Observer> observer_;
};

std::unique_ptr<Subscription> Observers::Add(std::function<void()> on_change) {
  auto observer = std::make_shared<Observer>();
  observer->on_change = std::move(on_change);
  {
    const std::lock_guard lock(mutex_);
    observers_.push_back(observer);
  }
  return std::make_unique<Observation>(std::move(observer));
}

void Observers::Notify() {
  std::vector<std::shared_ptr<Observer>> observers;
  {
    const std::lock_guard lock(mutex_);
    std::erase_if(observers_, [](const auto& observer) { return observer.expired(); });
    for (const auto& observer : observers_) {
      if (auto held = observer.lock()) observers.push_back(std::move(held));
    }
  }
  for (const auto& observer : observers) {
    const std::lock_guard lock(observer->mutex);
    if (!observer->ended) observer->on_change();
  }
}

}  // namespace samstig::client
