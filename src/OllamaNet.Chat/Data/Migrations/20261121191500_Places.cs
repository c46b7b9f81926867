using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OllamaNet.Chat.Data.Migrations
{
    /// <summary>How deep a message is and a short way up from it, and an owner's messages by time. It changes nothing that the model knows of, so that it needs no snapshot of it.</summary>
    [DbContext(typeof(ChatDb))]
    [Migration("20261121191500_Places")]
    public partial class Places : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                -- jump_id is an ancestor far above, chosen by depth alone so that any ancestor is a few dozen steps away, however long the branch
                -- (skew-binary jump pointers). Ancestors are deleted only with all below them, so it never points to what is gone.
                ALTER TABLE chat.messages ADD COLUMN depth integer, ADD COLUMN jump_id uuid, ADD COLUMN jump_depth integer;

                -- Level by level. The words' index is made anew afterwards: it would be written once more for each row.
                DROP INDEX chat.ix_messages_search;
                DO $$
                DECLARE
                    level uuid[];
                BEGIN
                    SET LOCAL enable_hashjoin = off;
                    SET LOCAL enable_mergejoin = off;
                    WITH roots AS (UPDATE chat.messages SET depth = 0, jump_id = id, jump_depth = 0 WHERE parent_id IS NULL RETURNING id)
                    SELECT array_agg(id) INTO level FROM roots;
                    WHILE level IS NOT NULL LOOP
                        WITH below AS (
                            UPDATE chat.messages m SET depth = p.depth + 1,
                                jump_id = CASE WHEN p.depth - p.jump_depth = j.depth - j.jump_depth THEN j.jump_id ELSE p.id END,
                                jump_depth = CASE WHEN p.depth - p.jump_depth = j.depth - j.jump_depth THEN j.jump_depth ELSE p.depth END
                            FROM unnest(level) above(id) JOIN chat.messages p ON p.id = above.id JOIN chat.messages j ON j.id = p.jump_id
                            WHERE m.parent_id = above.id RETURNING m.id)
                        SELECT array_agg(id) INTO level FROM below;
                    END LOOP;
                END $$;
                ALTER TABLE chat.messages ALTER COLUMN depth SET NOT NULL, ALTER COLUMN jump_id SET NOT NULL, ALTER COLUMN jump_depth SET NOT NULL;

                CREATE FUNCTION chat.place_message() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF NEW.parent_id IS NULL THEN
                        NEW.depth := 0;
                        NEW.jump_id := NEW.id;
                        NEW.jump_depth := 0;
                        RETURN NEW;
                    END IF;
                    SELECT p.depth + 1,
                        CASE WHEN p.depth - p.jump_depth = j.depth - j.jump_depth THEN j.jump_id ELSE p.id END,
                        CASE WHEN p.depth - p.jump_depth = j.depth - j.jump_depth THEN j.jump_depth ELSE p.depth END
                    INTO NEW.depth, NEW.jump_id, NEW.jump_depth
                    FROM chat.messages p JOIN chat.messages j ON j.id = p.jump_id WHERE p.id = NEW.parent_id;
                    IF NOT FOUND THEN
                        RAISE foreign_key_violation USING MESSAGE = 'The message above ' || NEW.id || ' is not there. A statement that writes several writes parents first.';
                    END IF;
                    RETURN NEW;
                END $$;
                CREATE TRIGGER place_message BEFORE INSERT ON chat.messages FOR EACH ROW EXECUTE FUNCTION chat.place_message();

                -- Null where the message is not that deep itself, or not there.
                CREATE FUNCTION chat.ancestor(message uuid, at integer) RETURNS uuid LANGUAGE plpgsql STABLE AS $$
                BEGIN
                    RETURN (
                        WITH RECURSIVE up AS (
                            SELECT id, parent_id, depth, jump_id, jump_depth FROM chat.messages WHERE id = message
                            UNION ALL
                            SELECT m.id, m.parent_id, m.depth, m.jump_id, m.jump_depth
                            FROM up u JOIN chat.messages m ON m.id = CASE WHEN u.jump_depth >= at THEN u.jump_id ELSE u.parent_id END WHERE u.depth > at)
                        SELECT id FROM up WHERE depth = at);
                END $$;

                -- What it costs: a search reads words from the index, never from every message of an owner.
                ALTER FUNCTION chat.search_keys(uuid, text) COST 100000;
                CREATE INDEX ix_messages_search ON chat.messages USING gin (chat.search_keys(owner_id, chat.search_text(parts))) WITH (fastupdate = off);
                CREATE INDEX ix_messages_owner ON chat.messages (owner_id, created_at, id);
                """);
        }

        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                DROP INDEX chat.ix_messages_owner;
                ALTER FUNCTION chat.search_keys(uuid, text) COST 1000;
                DROP TRIGGER place_message ON chat.messages;
                DROP FUNCTION chat.place_message();
                DROP FUNCTION chat.ancestor(uuid, integer);
                ALTER TABLE chat.messages DROP COLUMN depth, DROP COLUMN jump_id, DROP COLUMN jump_depth;
                """);
        }
    }
}
