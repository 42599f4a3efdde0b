"""The verbs that ask: what they print in each format and language, and that asking changes nothing."""
import unittest

from program import PLAYBOOK, ProgramTest, call, rows_of


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


if __name__ == '__main__':
    unittest.main()
