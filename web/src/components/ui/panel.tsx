import { type ReactNode, useId } from "react";

type Props = { title: string; hint?: ReactNode; actions?: ReactNode; children: ReactNode };

/** A part of a settings page: what it is about, what can be done, what is there. */
export function Panel({ title, hint, actions, children }: Props) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="mb-10">
      <div className="mb-4 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 max-w-prose basis-72 grow">
          <h2 id={id} className="text-lg font-semibold tracking-tight">
            {title}
          </h2>
          {hint && <p className="mt-0.5 text-muted-foreground">{hint}</p>}
        </div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
      {children}
    </section>
  );
}

/** What stands where nothing is yet. */
export function Empty({
  icon,
  title,
  hint,
  action,
}: {
  icon: ReactNode;
  title: string;
  hint: string;
  action?: ReactNode;
}) {
  return (
    <div className="grid justify-items-center gap-1 rounded-2xl border border-dashed border-input px-6 py-10 text-center">
      <span className="mb-2 text-muted-foreground [&_svg]:size-7">{icon}</span>
      <p className="font-semibold">{title}</p>
      <p className="max-w-md text-muted-foreground">{hint}</p>
      {action && <div className="mt-4">{action}</div>}
    </div>
  );
}
