import { users as t } from "@/texts/users";
import type { ImportedLine } from "./api";

const MOST = 200;

/** What becomes of each line; those that are wrong come first. */
export function ReportList({ lines }: { lines: ImportedLine[] }) {
  const shown = [...lines].sort((one, other) => Number(!one.error) - Number(!other.error) || one.line - other.line);
  return (
    <>
      <ul
        aria-label={t.importTitle}
        tabIndex={0}
        className="max-h-80 divide-y overflow-y-auto rounded-lg border text-sm"
      >
        {shown.slice(0, MOST).map(({ line, userName, email, displayName, roles, error }) => (
          <li key={line} className="flex gap-3 px-3 py-2.5">
            <span className="shrink-0 text-muted-foreground tabular-nums">{t.importLine(line)}</span>
            <div className="min-w-0 flex-1 [overflow-wrap:anywhere]">
              <p>
                <bdi className="font-medium">{userName}</bdi> <bdi dir="ltr">{email}</bdi>
              </p>
              {error ? (
                <p className="mt-0.5 text-danger">{error}</p>
              ) : (
                <p className="mt-0.5 text-muted-foreground">{[displayName, ...roles].filter(Boolean).join(" · ")}</p>
              )}
            </div>
          </li>
        ))}
      </ul>
      {shown.length > MOST && <p className="text-sm text-muted-foreground">{t.importMore(shown.length - MOST)}</p>}
    </>
  );
}
