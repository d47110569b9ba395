// The global operator new, counting. In a file of its own so that no caller sees into it.
#include <cstdlib>
#include <new>

namespace leadflow::ingest::test {
std::size_t allocations = 0;
}

void* operator new(std::size_t size) {
  ++leadflow::ingest::test::allocations;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
