// Tail areas and quantiles of the normal, Student, chi-square and beta distributions, on the arithmetic of
// elementary.hpp: the same bits everywhere. Relative error below 1e-11 up to a thousand degrees of freedom, below 1e-7
// up to ten million (against Boost.Math in the tests).
//
// Pure functions; any thread.
#pragma once

namespace staysail::statistics {

// I_x(a, b), the share of a Beta(a, b) distribution below x. Precondition: a, b > 0 and 0 <= x <= 1.
double regularised_beta(double a, double b, double x);

// Q(a, x) = Gamma(a, x) / Gamma(a). Precondition: a > 0 and x >= 0.
double regularised_upper_gamma(double a, double x);

// P(Z > z) for the standard normal.
double normal_upper_tail(double z);

// The z with P(Z <= z) = p. Precondition: 0 < p < 1.
double normal_quantile(double p);

// P(X > x) for chi-square with `degrees` > 0 degrees of freedom; x >= 0.
double chi_square_upper_tail(double x, double degrees);

// P(|T| > |t|) for Student's t with `degrees` > 0 degrees of freedom (need not be whole).
double student_two_sided_tail(double t, double degrees);

// The t > 0 with P(|T| <= t) = confidence. Precondition: 0 < confidence < 1, degrees > 0.
double student_two_sided_quantile(double confidence, double degrees);

}  // namespace staysail::statistics
