// The ways in which a clerk registers a person a second time, and people who only look like one that is known.
#pragma once

#include "simulator/dice.hpp"
#include "simulator/person.hpp"

namespace staysail::simulator {

// `first` written differently; what differs may be taken from `own`, the person that the customer would have been.
// Person::variation names the way.
Person registered_again(const Person& first, const Person& own, const Dice& dice);

// Somebody else who shares much with `other`: a twin, a child on the parent's number, a namesake. Person::variation
// names which.
Person look_alike(const Person& other, const Person& own, const Dice& dice);

}  // namespace staysail::simulator
