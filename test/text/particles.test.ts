import t from 'tap';
import { differsInParticlesOnly } from '../../src/text/particles.ts';

t.test('other particles, and particles left out, are a difference in particles only', async (t) => {
  t.ok(differsInParticlesOnly('민수가 밥을 먹었다', '민수는 밥 먹었다'));
  t.ok(differsInParticlesOnly('#Person1#이 학교에 간다.', '#Person1#은 학교로 간다.'));
  t.ok(differsInParticlesOnly('친구에게 준다', '친구한테 준다'));
  t.ok(differsInParticlesOnly('학교에, 간다', '학교로 간다'));
});

t.test('other words, orders, numbers of words, and equal texts are not', async (t) => {
  t.notOk(differsInParticlesOnly('민수가 밥을 먹었다', '영희가 밥을 먹었다'));
  t.notOk(differsInParticlesOnly('민수가 밥을 먹었다', '밥을 민수가 먹었다'));
  t.notOk(differsInParticlesOnly('민수가 밥을 먹었다', '민수가 밥을'));
  t.notOk(differsInParticlesOnly('민수가 먹었다', '민수가  먹었다'));
  t.notOk(differsInParticlesOnly('#Person1#이 간다', '#Person2#가 간다'));
  t.notOk(differsInParticlesOnly('They met Tom', 'They met Tim'));
});
