// SPDX-License-Identifier: Apache-2.0
#include "server/api/catalogue_handler.h"

#include <algorithm>
#include <utility>

#include "samstig/v1/catalogue_service.grpc.pb.h"
#include "samstig/v1/entity.pb.h"
#include "server/api/call.h"

namespace samstig::server {

using base::Id;

namespace {

bool IsOpen(v1::CohortState state) {
  return state == v1::COHORT_STATE_ANNOUNCED || state == v1::COHORT_STATE_ENROLLING;
}

// An empty entity when there is none.
Result<v1::Entity> Load(Reader& reader, const Id& id) {
  ASSIGN_OR_RETURN(const std::optional<std::string> bytes, reader.Get(id));
  v1::Entity entity;
  if (bytes && !entity.ParseFromString(*bytes)) {
    return Status(v1::REASON_DATA_DAMAGED, "entity " + id.ToText() + " does not parse");
  }
  return entity;
}

Result<std::vector<v1::Theme>> ThemesOf(Reader& reader, const Id& programme) {
  ASSIGN_OR_RETURN(const std::vector<Id> ids,
                   reader.Find({rules::KeyName::kThemesOfProgramme, programme}));
  std::vector<v1::Theme> themes;
  for (const Id& id : ids) {
    ASSIGN_OR_RETURN(v1::Entity entity, Load(reader, id));
    if (entity.has_theme()) themes.push_back(std::move(*entity.mutable_theme()));
  }
  std::sort(themes.begin(), themes.end(), [](const v1::Theme& a, const v1::Theme& b) {
    return std::pair(a.position(), a.code()) < std::pair(b.position(), b.code());
  });
  return themes;
}

// How many seats are still to be had, in a cohort that has a limit.
Status FillSeatsLeft(Reader& reader, const Id& cohort, v1::OpenCohort& open) {
  const uint64_t limit = open.cohort().seats();
  if (limit == 0) return {};
  ASSIGN_OR_RETURN(const std::vector<Id> ids,
                   reader.Find({rules::KeyName::kSeatsOfCohort, cohort}));
  uint64_t agreed = 0;
  for (const Id& id : ids) {
    ASSIGN_OR_RETURN(const v1::Entity seat, Load(reader, id));
    agreed += seat.cohort_seat().agreed();
  }
  open.set_seats_left(static_cast<uint32_t>(limit - std::min(limit, agreed)));
  return {};
}

Status FillOpenCohorts(Reader& reader, v1::ListOpenCohortsResponse& response) {
  ASSIGN_OR_RETURN(const std::vector<Id> ids, reader.Find({rules::KeyName::kCohorts, Id()}));
  for (const Id& id : ids) {
    ASSIGN_OR_RETURN(v1::Entity cohort, Load(reader, id));
    if (!cohort.has_cohort() || !IsOpen(cohort.cohort().state())) continue;
    ASSIGN_OR_RETURN(const Id programme_id,
                     Id::Parse(cohort.cohort().programme_id(), "programme_id"));
    ASSIGN_OR_RETURN(v1::Entity programme, Load(reader, programme_id));
    ASSIGN_OR_RETURN(std::vector<v1::Theme> themes, ThemesOf(reader, programme_id));

    v1::OpenCohort& open = *response.add_cohorts();
    open.set_cohort_id(id.ToBytes());
    *open.mutable_cohort() = std::move(*cohort.mutable_cohort());
    *open.mutable_programme() = std::move(*programme.mutable_programme());
    RETURN_IF_ERROR(FillSeatsLeft(reader, id, open));
    for (v1::Theme& theme : themes) *open.add_themes() = std::move(*theme.mutable_name());
  }
  return {};
}

class CatalogueService final : public v1::CatalogueService::CallbackService {
 public:
  CatalogueService(Networks& networks, Metrics& metrics) : networks_(networks), metrics_(metrics) {}

  grpc::ServerUnaryReactor* ListOpenCohorts(grpc::CallbackServerContext*,
                                            const v1::ListOpenCohortsRequest* request,
                                            v1::ListOpenCohortsResponse* response) override {
    const UnaryCall call("CatalogueService/ListOpenCohorts", metrics_);
    List(call, *request, *response);
    return call.reactor();
  }

 private:
  void List(const UnaryCall& call, const v1::ListOpenCohortsRequest& request,
            v1::ListOpenCohortsResponse& response) {
    Network* network =
        CheckNetworkName(request.network()).ok() ? networks_.Find(request.network()) : nullptr;
    if (network == nullptr) {
      return call.Finish({v1::REASON_NO_SUCH_NETWORK, "there is no such network"});
    }
    network->Read([call, &response](const Result<Snapshot*>& snapshot) {
      call.Finish(snapshot.ok() ? FillOpenCohorts(**snapshot, response) : snapshot.status());
    });
  }

  Networks& networks_;
  Metrics& metrics_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeCatalogueService(Networks& networks, Metrics& metrics) {
  return std::make_unique<CatalogueService>(networks, metrics);
}

}  // namespace samstig::server
