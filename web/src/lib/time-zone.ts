import { timeZone } from "@/texts/language";

/** For Intl: the zone that the account chose, or that of the device. */
export const inZone = timeZone ? { timeZone } : {};

export const TIME_ZONES = Intl.supportedValuesOf("timeZone");

/** Minutes ahead of UTC, now, where the reader is. */
export function utcOffset(now = new Date()): number {
  if (!timeZone) return -now.getTimezoneOffset();
  const [, sign = "+", hours = "0", minutes = "0"] =
    /GMT([+-])(\d\d):(\d\d)/.exec(now.toLocaleString("en-US", { timeZone, timeZoneName: "longOffset" })) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
