/** Floating point numbers as tshark prints them: C's `%g` with the digits that the type is sure of. */

/** Decimal digits that an IEEE 754 binary32 and binary64 keep (C's FLT_DIG and DBL_DIG). */
const SINGLE_DIGITS = 6;
const DOUBLE_DIGITS = 15;

/** Digits behind the kept ones that are looked at; halfway values have a single one that is not 0. */
const EXACT_DIGITS = 40;

/** `0.1`, `1.5e+20`, `nan`; six significant digits. */
export function singleText(value: number): string {
  return general(value, SINGLE_DIGITS);
}

/** As {@link singleText} with fifteen significant digits. */
export function doubleText(value: number): string {
  return general(value, DOUBLE_DIGITS);
}

/** C's `%.{digits}g`. */
function general(value: number, digits: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value < 0 ? "-inf" : "inf";
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  const rounded = toEven(value, digits);
  const [mantissa, power] = rounded.split("e") as [string, string];
  const exponent = Number(power);
  if (exponent >= -4 && exponent < digits) {
    return withoutTrailingZeros(Number(rounded).toFixed(digits - 1 - exponent));
  }
  const sign = exponent < 0 ? "-" : "+";
  const magnitude = String(Math.abs(exponent)).padStart(2, "0");
  return `${withoutTrailingZeros(mantissa)}e${sign}${magnitude}`;
}

/** Exponential notation; a value halfway between two goes to the even digit, unlike `toExponential`. */
function toEven(value: number, digits: number): string {
  const [mantissa, power] = value.toExponential(digits + EXACT_DIGITS).split("e") as [
    string,
    string,
  ];
  const kept = mantissa.slice(0, mantissa.indexOf(".") + digits);
  const isHalfway = /^50*$/.test(mantissa.slice(kept.length));
  const isEven = /[02468]$/.test(kept);
  return isHalfway && isEven ? `${kept}e${power}` : value.toExponential(digits - 1);
}

function withoutTrailingZeros(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}
