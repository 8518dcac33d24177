#include "node/app/people_services.h"

#include <algorithm>
#include <utility>

namespace cledi {
namespace {

// Whoever waits for a turn holds a worker: a wave of guesses leaves half of them to others.
Argon2Hasher::Limits HasherLimits(uint32_t workers) {
  Argon2Hasher::Limits limits;
  limits.at_once = std::min<size_t>(2, std::max<size_t>(1, workers / 2));
  limits.waiting_max = workers / 2 > limits.at_once ? workers / 2 - limits.at_once : 0;
  return limits;
}

}  // namespace

StatusOr<std::unique_ptr<PeopleServices>> PeopleServices::Open(Parts parts) {
  std::unique_ptr<PeopleServices> self(new PeopleServices(parts));
  RETURN_IF_ERROR(self->OpenServices());
  return self;
}

PeopleServices::PeopleServices(const Parts& parts)
    : parts_(parts),
      rows_(&parts.core->store()),
      draft_rows_(&parts.core->store()),
      hasher_(parts.platform.random, HasherLimits(parts.workers), Argon2Hasher::Cost()),
      authors_(&rows_),
      account_desk_({.rows = &rows_,
                     .hasher = &hasher_,
                     .clock = parts.platform.clock,
                     .random = parts.platform.random}),
      profiles_(parts.core->identity().node_id, &parts.core->views(), &parts.core->writer(),
                &rows_),
      practices_({.views = &parts.core->views(),
                  .institutions = &parts.core->institutions(),
                  .page_tokens = parts.page_tokens},
                 &parts.core->plans(), &parts.core->resources()),
      draft_service_(&draft_rows_, parts.platform.clock),
      user_service_(
          {.desk = &account_desk_, .profiles = &profiles_, .web_address = parts_.web_address}) {}

Status PeopleServices::OpenServices() {
  ASSIGN_OR_RETURN(sign_in_desk_, SignInDesk::Open({.rows = &rows_,
                                                    .hasher = &hasher_,
                                                    .clock = parts_.platform.clock,
                                                    .random = parts_.platform.random}));
  const NodeCore* const core = parts_.core;
  person_service_ = std::make_unique<PersonService>(PersonService::Parts{
      .rows = &rows_,
      .desk = sign_in_desk_.get(),
      .profiles = &profiles_,
      .views = &core->views(),
      .people = &core->people(),
      .page_tokens = parts_.page_tokens,
      .country_of =
          [core](std::string_view institution) {
            const auto countries = core->institutions().countries();
            const auto found = countries->find(institution);
            return found == countries->end() ? std::string() : found->second;
          },
      .practices_of = [this](std::string_view person_id) { return practices_.Of(person_id); }});
  return absl::OkStatus();
}

void PeopleServices::RegisterWith(MethodTable& table) {
  person_service_->RegisterWith(table);
  draft_service_.RegisterWith(table);
  user_service_.RegisterWith(table);
}

StatusOr<Caller> PeopleServices::ActAs(std::string_view user_name) const {
  ASSIGN_OR_RETURN(const std::optional<StoredAccount> account,
                   FindAccountByName(*rows_.Read(), user_name));
  if (!account) {
    return NotFound("no account has this name; `cledi user list` shows all");
  }
  if (account->row.suspended()) {
    return ShutOut();
  }
  return CallerOf(*account);
}

}  // namespace cledi
