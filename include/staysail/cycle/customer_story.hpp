// The story of one customer: what the nights saw, what was done, what came of it, and what is advised next.
#pragma once

#include <string>
#include <vector>

#include "staysail/columns/batch.hpp"
#include "staysail/store/store.hpp"
#include "staysail/view/customer_view.hpp"

namespace staysail {

struct StoryRequest {
  int months = 6;               // of bills, contacts and nights looked back
  std::string language = "zh";  // of sentences: zh or en
};

// One row an event, by day, then subject: when (text, a day or a month), subject (a subscription, task or strategy),
// kind (group, household, view, warning, plan, stage, task, order, result, effect, advice; bills, payments, tickets,
// interactions, status_history, consent, port_out_requests), text. A fact is told with the finest thing that it names.
// Days in the future never occur: `customer` tells of the latest night and what came before it.
Result<Batch> customer_story(Store& store, const CustomerView& customer, const StoryRequest& request = {});

}  // namespace staysail
