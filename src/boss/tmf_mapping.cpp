// The mapping that comes with the library: the eight APIs of version 4 as their documents describe them.
#include "staysail/boss/tmf_feed.hpp"

namespace staysail {
namespace {

constexpr const char* kCodes = R"(version = 1
name = "TM Forum Open APIs, version 4"
source = "tmf"

[codes.party_role]
Individual = "individual"
Organization = "group"
"*" = ""

[codes.customer_status]
Active = "active"
active = "active"
Approved = "active"
approved = "active"
Created = "prospect"
created = "prospect"
Prospective = "prospect"
prospective = "prospect"
prospect = "prospect"
Suspended = "suspended"
suspended = "suspended"
Closed = "terminated"
closed = "terminated"
Terminated = "terminated"
terminated = "terminated"
"*" = ""

[codes.account_state]
Active = "active"
active = "active"
Suspended = "suspended"
suspended = "suspended"
Closed = "closed"
closed = "closed"
"*" = ""

[codes.payment_mode]
Prepaid = "prepaid"
prepaid = "prepaid"
Postpaid = "postpaid"
postpaid = "postpaid"
"*" = ""

[codes.gender]
female = "female"
Female = "female"
F = "female"
male = "male"
Male = "male"
M = "male"
"*" = "unknown"

[codes.product_type]
Mobile = "mobile"
mobile = "mobile"
MobileLine = "mobile"
Broadband = "broadband"
broadband = "broadband"
BroadbandLine = "broadband"
FixedLine = "fixed_line"
fixedLine = "fixed_line"
Television = "television"
television = "television"
TV = "television"
IoT = "internet_of_things"
"*" = ""

[codes.ticket_type]
complaint = "complaint"
Complaint = "complaint"
fault = "fault"
Fault = "fault"
incident = "fault"
inquiry = "inquiry"
Inquiry = "inquiry"
request = "request"
Request = "request"
serviceRequest = "request"
"*" = ""

[codes.ticket_status]
inProgress = "in_progress"
acknowledged = "acknowledged"
pending = "pending"
held = "held"
resolved = "resolved"
closed = "closed"
cancelled = "cancelled"
rejected = "rejected"

[codes.channel]
sms = "sms"
SMS = "sms"
call = "call"
phone = "call"
callCenter = "call"
"call center" = "call"
app = "app"
selfService = "app"
mobileApp = "app"
email = "email"
"e-mail" = "email"
outlet = "outlet"
retail = "outlet"
store = "outlet"
visit = "visit"
"*" = ""

[codes.direction]
inbound = "inbound"
Inbound = "inbound"
outbound = "outbound"
Outbound = "outbound"
"*" = ""

[codes.result]
delivered = "delivered"
answered = "answered"
refused = "refused"
optedOut = "opted_out"
accepted = "accepted"
done = "done"
completed = "done"
notReached = "not_reached"
"*" = ""
)";

constexpr const char* kPeople = R"(
[[feed]]
name = "individuals"
api = "TMF632"
path = "individual"
unknown_columns = "keep"
personal_columns = { unread = "address" }
[[feed.entity]]
table = "parties"
[feed.entity.fields]
party_id = "id"
kind = { constant = "individual" }
name = "fullName ?? formattedName ?? legalName ?? familyName"
identity_number = "individualIdentification[0].identificationId"
phone = "contactMedium[mediumType=mobile|phone|telephone|Mobile|Phone|PhoneNumber].characteristic.phoneNumber"
address = "contactMedium[mediumType=postalAddress|address|postal|PostalAddress].characteristic.street1"
region = "contactMedium[mediumType=postalAddress|address|postal|PostalAddress].characteristic.city"
birth_day = "birthDate"
gender = { column = "gender", codes = "gender" }

[[feed]]
name = "organizations"
api = "TMF632"
path = "organization"
unknown_columns = "keep"
personal_columns = { unread = "address" }
[[feed.entity]]
table = "parties"
[feed.entity.fields]
party_id = "id"
kind = { constant = "organisation" }
name = "name ?? tradingName"
identity_number = "organizationIdentification[0].identificationId"
phone = "contactMedium[mediumType=mobile|phone|telephone|Mobile|Phone|PhoneNumber].characteristic.phoneNumber"
address = "contactMedium[mediumType=postalAddress|address|postal|PostalAddress].characteristic.street1"
region = "contactMedium[mediumType=postalAddress|address|postal|PostalAddress].characteristic.city"

[[feed]]
name = "customers"
api = "TMF629"
path = "customer"
unknown_columns = "keep"
personal_columns = { unread = "address" }
keep = { segment = "characteristic[name=segment].value" }
[[feed.entity]]
table = "customers"
[feed.entity.fields]
customer_id = "id"
party_id = "engagedParty.id"
customer_type = { column = "engagedParty.@referredType", codes = "party_role" }
status = { column = "status", codes = "customer_status" }
since = "validFor.startDateTime"
region = "contactMedium[mediumType=postalAddress|address|postal|PostalAddress].characteristic.city"
grade = "characteristic[name=grade|level].value"
industry = "characteristic[name=industry].value"

[[feed]]
name = "accounts"
api = "TMF666"
path = "billingAccount"
changed_since = "lastModified.gt"
unknown_columns = "keep"
personal_columns = { unread = "address" }
[[feed.entity]]
table = "accounts"
version = "lastModified"
[feed.entity.fields]
account_id = "id"
customer_id = "relatedParty[role=customer|Customer].id ?? relatedParty[@referredType=Customer].id ?? relatedParty[0].id"
payment_mode = { column = "accountType", codes = "payment_mode" }
status = { column = "state", codes = "account_state" }
payment_method = "defaultPaymentMethod.name"
credit_limit = { column = "creditLimit.value", round = true }
[[feed.entity]]
table = "balances"
skip_when_null = ["accountBalance[0].amount.value", "accountBalance[0].validFor.startDateTime"]
[feed.entity.fields]
account_id = "id"
day = "accountBalance[0].validFor.startDateTime"
amount = { column = "accountBalance[0].amount.value", round = true }
)";

// A product that lies in another one is a plan of that line; the others are the lines themselves.
constexpr const char* kProducts = R"(
[[feed]]
name = "products"
api = "TMF637"
path = "product"
unknown_columns = "keep"
personal_columns = { unread = "address" }
[[feed.entity]]
table = "subscriptions"
skip_when_null = ["$[!productRelationship[relationshipType=reliesOn|isContainedIn|belongsTo|bundled].product.id].id"]
[feed.entity.fields]
subscription_id = "id"
customer_id = "relatedParty[role=customer|Customer].id ?? relatedParty[@referredType=Customer].id ?? relatedParty[0].id"
account_id = "billingAccount.id"
number = "productCharacteristic[name=msisdn|MSISDN|number|phoneNumber].value ?? productSerialNumber"
product_type = { codes = "product_type", column = "$[@type=MobileLine|FixedLine].@type ?? productSpecification.name" }
status = "status"
offering = "productOffering.name ?? productOffering.id ?? name"
activated = "startDate ?? orderDate"
terminated = "terminationDate"
[[feed.entity]]
table = "plan_instances"
skip_when_null = ["productRelationship[relationshipType=reliesOn|isContainedIn|belongsTo|bundled].product.id"]
[feed.entity.fields]
plan_instance_id = "id"
subscription_id = "productRelationship[relationshipType=reliesOn|isContainedIn|belongsTo|bundled].product.id"
offering = "productOffering.name ?? productOffering.id ?? name"
start = "startDate ?? orderDate"
end = "terminationDate"
monthly_price = { column = "productPrice[priceType=recurring].price.taxIncludedAmount.value", round = true }
[[feed.entity]]
table = "agreements"
skip_when_null = ["agreement[0].id"]
[feed.entity.fields]
agreement_id = "agreement[0].id"
subscription_id = "productRelationship[relationshipType=reliesOn|isContainedIn|belongsTo|bundled].product.id ?? id"
start = "productTerm[0].validFor.startDateTime"
end = "productTerm[0].validFor.endDateTime"
months = { column = "productTerm[0].duration.amount", round = true }
kind = "productTerm[0].name"
)";

constexpr const char* kFacts = R"(
[[feed]]
name = "bills"
api = "TMF678"
path = "customerBill"
changed_since = "lastUpdate.gt"
[[feed.entity]]
table = "bills"
version = "lastUpdate"
[feed.entity.fields]
account_id = "billingAccount.id"
bill_id = "id"
month = "billingPeriod.startDateTime ?? billDate"
amount = { column = "taxIncludedAmount.value ?? amountDue.value", round = true }
remaining = { column = "remainingAmount.value", round = true }
issued = "billDate"
due = "paymentDueDate"

[[feed]]
name = "usage"
api = "TMF635"
path = "usage"
rollup = { count = ["calls_out", "sms_out"], distinct = ["distinct_contacts"] }
[[feed.entity]]
table = "usage"
[feed.entity.fields]
subscription_id = "ratedProductUsage[0].productRef.id ?? relatedParty[role=subscription|subscriber].id"
month = "usageDate"
calls_out = "$[usageType=voice|VOICE|Voice|call].id"
sms_out = "$[usageType=sms|SMS|message].id"
seconds_out = "usageCharacteristic[name=duration|seconds].value"
data_mb = { column = "usageCharacteristic[name=volume|dataVolume|megabytes].value", round = true }
distinct_contacts = "usageCharacteristic[name=destinationNumber|calledNumber].value"
last_outgoing_call = "$[usageType=voice|VOICE|Voice|call].usageDate"

[[feed]]
name = "tickets"
api = "TMF621"
path = "troubleTicket"
changed_since = "lastUpdate.gt"
[[feed.entity]]
table = "tickets"
version = "lastUpdate"
[feed.entity.fields]
ticket_id = "id"
customer_id = "relatedParty[role=customer|Customer].id ?? relatedParty[@referredType=Customer].id ?? relatedParty[0].id"
subscription_id = "relatedEntity[@referredType=Product|MobileLine|BroadbandLine].id"
type = { column = "ticketType", codes = "ticket_type" }
status = { column = "status", codes = "ticket_status" }
opened = "creationDate"
resolved = "resolutionDate"
severity = "severity"

[[feed]]
name = "interactions"
api = "TMF683"
path = "partyInteraction"
changed_since = "statusChangeDate.gt"
[[feed.entity]]
table = "interactions"
version = "statusChangeDate"
[feed.entity.fields]
interaction_id = "id"
customer_id = "relatedParty[role=customer|Customer].id ?? relatedParty[@referredType=Customer].id ?? relatedParty[0].id"
subscription_id = "interactionItem[0].item.id"
day = "interactionDate.startDateTime ?? creationDate"
channel = { column = "channel[0].name", codes = "channel" }
direction = { column = "direction", codes = "direction" }
reason = "reason"
result = { column = "interactionItem[0].resolution", codes = "result" }
)";

}  // namespace

const std::string& default_tmf_mapping() {
  static const std::string text = std::string(kCodes) + kPeople + kProducts + kFacts;
  return text;
}

}  // namespace staysail
