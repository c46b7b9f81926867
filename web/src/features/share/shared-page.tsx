import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { ArrowRight } from "lucide-react";
import type { ComponentType } from "react";
import { Button, buttonStyles } from "@/components/ui/button";
import { Loaded } from "@/components/ui/loaded";
import { Mark, Wordmark } from "@/components/ui/mark";
import { Notice } from "@/components/ui/notice";
import { ApiError } from "@/lib/api-error";
import { formatNumber } from "@/lib/format";
import { session } from "@/lib/session";
import { useSignal } from "@/lib/signal";
import { usePageTitle } from "@/lib/use-page-title";
import { useSubmit } from "@/lib/use-submit";
import { formatDay } from "@/lib/when";
import { sharing } from "@/texts/sharing";
import { text } from "@/texts/text";
import { type Shared, sharedQuery, useContinueShared } from "./api";
import { SharedMessages } from "./shared-messages";

type Props = { token: string; Markdown: ComponentType<{ text: string }> };

/** What a link shows, to anybody: no sidebar, nothing of who is signed in. */
export function SharedPage({ token, Markdown }: Props) {
  const t = sharing.shared;
  const query = useQuery(sharedQuery(token));
  usePageTitle(query.data?.title || t.untitled);
  const { error } = query;
  return (
    <div className="flex min-h-full flex-col bg-background">
      <meta name="robots" content="noindex, nofollow" />
      <header className="flex h-14 shrink-0 items-center justify-between gap-3 border-b px-4 sm:px-6">
        <Link to="/" aria-label={text.app.name} className="rounded-lg">
          <Wordmark />
        </Link>
        {query.data && <GoOn token={token} />}
      </header>
      <main id="main" className="mx-auto w-full max-w-184 flex-1 px-4 pt-6 pb-16 sm:px-6">
        {error instanceof ApiError && error.code === "sign-in-required" ? (
          <Nothing title={t.needsSignIn} hint={t.needsSignInHint} token={token} />
        ) : error instanceof ApiError && error.status === 404 ? (
          <Nothing title={t.gone} hint={t.goneHint} />
        ) : (
          <Loaded query={query} lines={5}>
            {(shared) => (
              <>
                <Head shared={shared} />
                <SharedMessages messages={shared.messages} Markdown={Markdown} />
              </>
            )}
          </Loaded>
        )}
      </main>
    </div>
  );
}

function Head({ shared }: { shared: Shared }) {
  const t = sharing.shared;
  const date = formatDay(shared.sharedAt);
  return (
    <div className="mb-6 border-b pb-5">
      <h1 dir="auto" className="text-2xl font-semibold tracking-tight [overflow-wrap:anywhere]">
        {shared.title || t.untitled}
      </h1>
      <p className="mt-1 text-sm text-muted-foreground">{shared.author ? t.by(shared.author, date) : t.on(date)}</p>
      <p className="text-sm text-muted-foreground">{t.readOnly}</p>
      {shared.omitted > 0 && <p className="text-sm text-muted-foreground">{t.omitted(formatNumber(shared.omitted))}</p>}
    </div>
  );
}

function GoOn({ token }: { token: string }) {
  const t = sharing.shared;
  const signedIn = useSignal(session).state === "signed-in";
  const navigate = useNavigate();
  const { mutateAsync } = useContinueShared();
  const { run, busy, problem } = useSubmit();
  if (!signedIn)
    return (
      <Link to="/login" search={{ next: `/s/${token}` }} className={buttonStyles({ variant: "outline", size: "sm" })}>
        {t.logIn}
      </Link>
    );
  const goOn = () =>
    run(async () => {
      const { id } = await mutateAsync(token);
      await navigate({ to: "/c/$id", params: { id } });
    });
  return (
    <div className="flex items-center gap-3">
      {problem && <Notice tone="danger">{problem.message}</Notice>}
      <Button size="sm" disabled={busy} title={t.goOnHint} onClick={() => void goOn()}>
        {t.goOn}
        <ArrowRight aria-hidden className="rtl:rotate-180" />
      </Button>
    </div>
  );
}

function Nothing({ title, hint, token }: { title: string; hint: string; token?: string }) {
  return (
    <div className="grid justify-items-center gap-3 pt-[18vh] text-center">
      <Mark className="size-11" />
      <h1 className="mt-2 text-xl font-semibold tracking-tight">{title}</h1>
      <p className="max-w-sm text-muted-foreground">{hint}</p>
      {token && (
        <Link to="/login" search={{ next: `/s/${token}` }} className={buttonStyles({ className: "mt-3" })}>
          {text.auth.login}
        </Link>
      )}
    </div>
  );
}
