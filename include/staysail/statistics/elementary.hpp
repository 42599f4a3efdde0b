// Logarithm, exponential and the gamma functions, whose bits never change: additions, multiplications and divisions of
// IEEE doubles only, so that every compiler and C library gives the same result. What decides a class, a rank or an
// order uses these; the C library's own functions differ in the last bit from version to version.
//
// Pure functions; any thread. Relative errors are below 1e-15 (log_gamma, digamma and trigamma 1e-14; 1e-14 absolute
// near a zero).
#pragma once

namespace staysail::statistics {

// Precondition: x > 0 and finite.
double natural_log(double x);

// 0 below -745.2, infinity above 709.8.
double exponential(double x);

// ln(1 + x) and e^x - 1 without losing what is left of a small x. Precondition of the first: x > -1 and finite.
double log_one_plus(double x);
double exponential_less_one(double x);

// base to the power `exponent`; precondition: base > 0.
double power(double base, double exponent);

// ln(Gamma(x)). Precondition: x > 0.
double log_gamma(double x);

// First and second derivative of log_gamma. Precondition: x > 0.
double digamma(double x);
double trigamma(double x);

// ln(Gamma(x + d)) - ln(Gamma(x)), exact where the two are large and close. Precondition: x > 0 and d >= 0.
double log_gamma_rise(double x, double d);

}  // namespace staysail::statistics
