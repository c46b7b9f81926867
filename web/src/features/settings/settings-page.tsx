import { ExternalLink } from "lucide-react";
import type { ReactNode } from "react";
import { Switch } from "@/components/ui/switch";
import { followUps, wantFollowUps } from "@/lib/preferences";
import { useSignal } from "@/lib/signal";
import { usePageTitle } from "@/lib/use-page-title";
import { text } from "@/texts/text";
import { LanguageChoice } from "./language-choice";
import { ShortcutList } from "./shortcut-list";
import { ThemeChoice } from "./theme-choice";

export function SettingsPage() {
  usePageTitle(text.settings.title);
  return (
    <div className="max-w-160 [&>section:first-child]:border-t-0 [&>section:first-child]:pt-0">
      <Section title={text.settings.appearance}>
        <ThemeChoice />
        <LanguageChoice />
      </Section>
      <Section title={text.settings.chat}>
        <Switch
          label={text.settings.followUps}
          hint={text.settings.followUpsHint}
          checked={useSignal(followUps)}
          onChange={wantFollowUps}
        />
      </Section>
      <Section title={text.settings.shortcuts}>
        <ShortcutList />
      </Section>
      <Section title={text.settings.more}>
        <a
          href="/swagger"
          target="_blank"
          rel="noopener"
          className="inline-flex items-center gap-1.5 font-medium text-primary underline underline-offset-3"
        >
          {text.settings.apiDocs}
          <ExternalLink aria-hidden className="size-4 rtl:-scale-x-100" />
        </a>
      </Section>
    </div>
  );
}

const Section = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="grid gap-x-8 gap-y-3 border-t py-7 sm:grid-cols-[10rem_1fr]">
    <h2 className="font-semibold">{title}</h2>
    <div className="min-w-0">{children}</div>
  </section>
);
