import js from '@eslint/js';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist/**', 'dist-test/**', '.vscode-test/**', 'node_modules/**'] },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/prefer-nullish-coalescing': 'error',
      'no-console': 'error',
      'no-restricted-imports': [
        'error',
        {
          paths: [
            { name: 'zod', message: "Import * as z from 'zod/mini': it is six times smaller." },
          ],
        },
      ],
    },
  },
  { files: ['**/*.mjs', '**/*.cjs'], extends: [tseslint.configs.disableTypeChecked] },
  {
    files: ['**/*.cjs'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: { process: 'readonly', setInterval: 'readonly' },
    },
    rules: {
      '@typescript-eslint/no-require-imports': 'off',
      '@typescript-eslint/no-empty-function': 'off',
    },
  },
  {
    files: ['scripts/**', 'bench/**', 'src/sandbox/main.ts', 'esbuild.mjs'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['scripts/**', '*.mjs', 'bench/**'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        fetch: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        Buffer: 'readonly',
        AbortSignal: 'readonly',
        AbortController: 'readonly',
      },
    },
  },
  {
    // What differs between clouds is data (\`Abilities\`): nobody asks for a cloud by its name but those who set up accounts.
    files: ['src/**'],
    ignores: [
      'src/clouds/**',
      'src/sandbox/**',
      'src/accounts/**',
      'src/vscode/accounts/**',
      'src/model/account.ts',
      // Labels.
      'src/vscode/shares/rows/cloud-name.ts',
    ],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'Literal[value=/^(alibaba|huawei)$/]',
          message: 'Say what differs as data in Abilities instead of asking which cloud it is.',
        },
      ],
    },
  },
  {
    // Tests move the one clock; what asks another one can't be tested at a time of their choice.
    files: ['src/**'],
    ignores: ['src/model/clock.ts', 'src/sandbox/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Ask the clock of model/clock.ts.' },
      ],
    },
  },
  {
    files: ['test/**'],
    rules: {
      '@typescript-eslint/no-unused-expressions': 'off',
    },
  },
);
