"""The verbs that ask: what they print in each format and language, and that asking changes nothing."""
import csv
import io
import json
import unittest

from program import PLAYBOOK, ProgramTest, call, rows_of


def objects_of(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


class Verbs(ProgramTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.store = f'sqlite:{cls.scratch}/verbs.db'
        cls.night = cls().run_night('verbs', store=cls.store)
        cls.match = rows_of(cls.night['out'] / 'matches.csv')[0]

    def ask(self, *words, expect=0, store=None):
        done = call(*words, '--store', store or self.store)
        self.assertEqual(done.returncode, expect, done.stderr)
        return done

    def test_a_mistyped_store_is_not_made(self):
        folder = self.scratch / 'mistyped'
        folder.mkdir()
        asked = [('verify',), ('customer', 'x'), ('plan', 'funnel'), ('plan', 'explain', '--playbook', PLAYBOOK, 'x'), ('tasks', 'list'),
                 ('tasks', 'close', 'x', '--at', '2026-01-02', '--result', 'refused'), ('evaluate',), ('knowledge', 'search', 'x'),
                 ('knowledge', 'advise'), ('report', '--out', folder / 'r.html')]
        for words in asked:
            with self.subTest(words):
                self.assertIn('not_found', self.ask(*words, store=f'sqlite:{folder}/s.db', expect=4).stderr)
                self.ask(*words, store=f'sqlite:{folder}/no/such/s.db', expect=4)
                self.assertEqual(list(folder.iterdir()), [])
        self.ask('knowledge', 'add', '--id', 'k', '--title', 't', store=f'sqlite:{folder}/s.db')
        self.assertTrue((folder / 's.db').exists())

    def test_explanations_keep_to_format_and_language(self):
        words = ('plan', 'why-not', '--playbook', PLAYBOOK, self.match['subscription_id'], self.match['strategy_id'])
        for language, full_stop in {'zh': '。', 'en': '.'}.items():
            row, = objects_of(self.ask(*words, '--format', 'ndjson', '--language', language))
            self.assertEqual((row['strategy_id'], row['verdict']), (self.match['strategy_id'], self.match['verdict']))
            self.assertTrue(row['sentence'].endswith(full_stop), row)
        self.assertEqual(json.loads(self.ask(*words, '--format', 'json').stdout)[0]['subscription_id'], self.match['subscription_id'])
        every = self.ask('plan', 'explain', '--playbook', PLAYBOOK, self.match['subscription_id'], '--format', 'csv').stdout
        self.assertGreater(len(list(csv.DictReader(io.StringIO(every)))), 1)

    def test_a_run_answers_in_one_line_or_in_one_row(self):
        words = ('run', '--boss', self.boss, '--mapping', self.boss / 'mapping.toml', '--playbook', PLAYBOOK, '--as-of', '2026-01-01', '--format')
        whole, = objects_of(self.ask(*words, 'ndjson', store='memory:'))
        row, = csv.DictReader(io.StringIO(self.ask(*words, 'csv', store='memory:').stdout))
        self.assertEqual(whole['digest'], row['digest'])
        self.assertEqual(row['rows_read'], str(whole['rows_read']))
        self.assertNotIn('funnel', row)

    def test_evaluate_speaks_the_language_that_was_asked_for(self):
        self.assertIn('Nothing', self.ask('evaluate', '--language', 'en').stdout)
        self.assertIn('没有', self.ask('evaluate', '--language', 'zh').stdout)


if __name__ == '__main__':
    unittest.main()
