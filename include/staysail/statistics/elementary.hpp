// Logarithm, exponential and log-gamma whose bits never change: additions, multiplications and divisions of IEEE
// doubles only, so that every compiler and C library gives the same result. What decides a class, a rank or an order
// uses these; the C library's own functions differ in the last bit from version to version.
//
// Pure functions; any thread. Relative errors are below 1e-15 (log_gamma 1e-14; 1e-14 absolute near its zeros 1 and 2).
#pragma once

namespace staysail::statistics {

// Precondition: x > 0 and finite.
double natural_log(double x);

// 0 below -745.2, infinity above 709.8.
double exponential(double x);

// base to the power `exponent`; precondition: base > 0.
double power(double base, double exponent);

// ln(Gamma(x)). Precondition: x > 0.
double log_gamma(double x);

}  // namespace staysail::statistics
