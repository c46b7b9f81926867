import { Panel } from "@/components/ui/panel";
import { useUser } from "@/lib/permissions";
import { usePageTitle } from "@/lib/use-page-title";
import { account } from "@/texts/account";
import { manage } from "@/texts/manage";
import { AccountFacts } from "./account-facts";
import { Picture } from "./picture";
import { ProfileForm } from "./profile-form";

export function ProfilePage() {
  usePageTitle(manage.areas.profile);
  const user = useUser();
  if (!user) return null;
  return (
    <Panel title={manage.areas.profile} hint={account.profile.hint}>
      <div className="max-w-120 space-y-7">
        <Picture user={user} />
        <ProfileForm key={user.id} user={user} />
        <AccountFacts user={user} />
      </div>
    </Panel>
  );
}
