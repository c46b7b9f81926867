import { formatNumber } from "@/lib/format";
import { sharing } from "@/texts/sharing";
import type { Report } from "./api";

/** What was left out, and why. */
export function ImportReport({ report }: { report: Report }) {
  const t = sharing.imported;
  return (
    <>
      <Counts title={t.skipped} counts={report.skipped} names={t.reasons} />
      {report.examples.length > 0 && (
        <details className="mt-2 text-sm">
          <summary className="cursor-pointer text-muted-foreground">{t.examples}</summary>
          <ul className="mt-1 max-h-56 overflow-y-auto ps-4 text-muted-foreground">
            {report.examples.map(({ title, reason }, index) => (
              <li key={index} className="[overflow-wrap:anywhere]">
                <span dir="auto">{title || t.untitled}</span>
                {` · ${t.reasons[reason] ?? reason}`}
              </li>
            ))}
          </ul>
        </details>
      )}
      <Counts title={t.lost} counts={report.lost} names={t.losses} />
    </>
  );
}

type CountsProps = { title: string; counts: Record<string, number>; names: Record<string, string> };

function Counts({ title, counts, names }: CountsProps) {
  const entries = Object.entries(counts);
  if (entries.length === 0) return null;
  return (
    <div className="mt-3 text-sm">
      <p className="font-medium">{title}</p>
      <ul className="list-disc ps-5 text-muted-foreground">
        {entries.map(([what, count]) => (
          <li key={what}>{sharing.imported.entry(formatNumber(count), names[what] ?? what)}</li>
        ))}
      </ul>
    </div>
  );
}
