/** `divide(dividend, divisor)` rounds down; for dividends from 0 to 2²¹. Integer division is slow in many drivers. */
export const DIVIDE = /* glsl */ `
  int divide(int dividend, int divisor) {
    return int((float(dividend) + 0.5) / float(divisor));
  }
`;
