using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OllamaNet.Chat.Data.Migrations
{
    /// <summary>The words of titles, messages and notes, by owner. It changes nothing that the model knows of, so that it needs no snapshot of it.</summary>
    [DbContext(typeof(ChatDb))]
    [Migration("20261121154500_Searchable")]
    public partial class Searchable : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                DO $$ BEGIN
                    CREATE EXTENSION IF NOT EXISTS pg_trgm;
                EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN
                    RAISE EXCEPTION USING ERRCODE = SQLSTATE, MESSAGE = 'Search needs the extension pg_trgm in this database, and it could not be created: ' || SQLERRM
                        || '. Let an administrator of the database run CREATE EXTENSION pg_trgm; in it (Debian has it in postgresql-contrib), then start again.';
                END $$;

                -- Words in lower case. What separates them is listed and not asked of the locale, which an index must not depend on.
                CREATE FUNCTION chat.search_words(words text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL RESTRICTED AS $$
                    SELECT string_to_array(regexp_replace(lower(left(words, 100000)),
                        '[\u0001-\u001f!-/:-@\[-`{-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u05be\u05c0\u05c3\u060c\u061b\u061f\u066a-\u066d\u06d4\u0964\u0965\u2000-\u206f\u20a0-\u20cf\u2100-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020\u3030\ufe30-\ufe6f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\U0001f000-\U0001faff]+',
                        ' ', 'g'), ' ')
                $$;

                -- The same as one line with a space at both ends, for phrases.
                CREATE FUNCTION chat.search_line(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL RESTRICTED AS $$
                    SELECT ' ' || array_to_string(array_remove(chat.search_words(words), ''), ' ') || ' '
                $$;

                CREATE FUNCTION chat.search_text(parts jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL RESTRICTED AS $$
                    SELECT string_agg(coalesce(part ->> 'text', part ->> 'name'), E'\n') FROM jsonb_array_elements(parts) part WHERE part ->> 'type' IN ('text', 'file')
                $$;

                -- Every word with its owner before it, so that a search, and the prefix of a word above all, reads what is the owner's and nothing else.
                -- A word of a language without spaces is each two characters that follow each other.
                CREATE FUNCTION chat.search_keys(owner uuid, words text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL RESTRICTED COST 1000 AS $$
                DECLARE
                    mark CONSTANT text := right(owner::text, 6);
                    unspaced CONSTANT text := '[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]';
                    keys text[];
                BEGIN
                    IF left(words, 100000) ~ unspaced THEN
                        SELECT array_agg(DISTINCT mark || of_word.key) INTO keys FROM unnest(chat.search_words(words)) word, LATERAL (
                            SELECT left(word, 60) WHERE word !~ unspaced
                            UNION ALL SELECT letter || coalesce(lead(letter) OVER (ORDER BY place), '')
                                FROM unnest(CASE WHEN word ~ unspaced THEN string_to_array(word, NULL) END) WITH ORDINALITY of_letter(letter, place)) of_word(key)
                        WHERE word <> '';
                    ELSE
                        SELECT array_agg(mark || left(word, 60)) INTO keys FROM unnest(chat.search_words(words)) word WHERE word <> '';
                    END IF;
                    -- A vector holds a megabyte; this many keys of this length are below it whatever is written.
                    RETURN coalesce(array_to_tsvector(keys[1:20000]), '');
                END $$;

                CREATE INDEX ix_messages_search ON chat.messages USING gin (chat.search_keys(owner_id, chat.search_text(parts))) WITH (fastupdate = off);
                CREATE INDEX ix_conversations_search ON chat.conversations USING gin (chat.search_keys(owner_id, title)) WITH (fastupdate = off);
                CREATE INDEX ix_notes_search ON chat.notes USING gin (chat.search_keys(owner_id, text)) WITH (fastupdate = off);
                """);
        }

        // The extension stays: something else may use it.
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                DROP INDEX chat.ix_messages_search, chat.ix_conversations_search, chat.ix_notes_search;
                DROP FUNCTION chat.search_keys(uuid, text);
                DROP FUNCTION chat.search_text(jsonb);
                DROP FUNCTION chat.search_line(text);
                DROP FUNCTION chat.search_words(text);
                """);
        }
    }
}
