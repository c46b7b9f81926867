import { locale } from "@/texts/language";
import { manage } from "@/texts/manage";
import { inZone } from "./time-zone";

const day = new Intl.DateTimeFormat(locale, { dateStyle: "medium", ...inZone });
const dayAndTime = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", ...inZone });

export const formatDay = (iso: string) => day.format(new Date(iso));
export const formatMoment = (iso: string) => dayAndTime.format(new Date(iso));

/** How long ago, as far as one cares: minutes, hours, then the day. */
export function formatAgo(iso: string, now = Date.now()): string {
  const minutes = Math.floor((now - Date.parse(iso)) / 60_000);
  if (minutes < 1) return manage.common.justNow;
  if (minutes < 60) return manage.common.minutes(minutes);
  if (minutes < 24 * 60) return manage.common.hours(Math.floor(minutes / 60));
  return day.format(new Date(iso));
}
