// SPDX-License-Identifier: Apache-2.0
#include "server/auth/secret.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <type_traits>
#include <utility>

#include "tests/support/seeded_random.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace samstig::server {
namespace {

using test::HasReason;
using testing::HasSubstr;

static_assert(!std::is_copy_constructible_v<Secret> && !std::is_copy_assignable_v<Secret>);

TEST(SecretTest, HoldsItsBytesUntilMovedAway) {
  Secret secret("open sesame");
  const Secret copy = secret.Copy();
  const Secret moved = std::move(secret);
  EXPECT_EQ(moved.Reveal(), "open sesame");
  EXPECT_EQ(copy.Reveal(), "open sesame");
  EXPECT_TRUE(secret.empty());  // NOLINT(bugprone-use-after-move): that is what is tested
}

TEST(SecretTest, AssignmentReplaces) {
  Secret secret("first");
  secret = Secret("second");
  EXPECT_EQ(secret.Reveal(), "second");
}

TEST(SecretTest, ComparesWholeBytes) {
  EXPECT_TRUE(ConstantTimeEqual("", ""));
  EXPECT_TRUE(ConstantTimeEqual("abc", "abc"));
  EXPECT_FALSE(ConstantTimeEqual("abc", "abd"));
  EXPECT_FALSE(ConstantTimeEqual("abc", "ab"));
}

TEST(SecretTest, Base64HasNoPaddingAndIsSafeInUrls) {
  EXPECT_EQ(Base64Url(std::string(32, '\xff')), std::string(42, '_') + "8");
  EXPECT_EQ(Base64Url("\xfb"), "-w");
}

class SecretFileTest : public testing::Test {
 protected:
  std::string path() const { return dir_.File("secret.key"); }

  test::TempDir dir_;
  test::SeededRandom random_{1};
};

TEST_F(SecretFileTest, IsMadeOnceForItsOwnerAlone) {
  const Secret made = test::Must(ReadOrMakeSecretFile(path(), random_));
  EXPECT_EQ(made.Reveal().size(), 43U);
  struct stat info;
  ASSERT_EQ(stat(path().c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
  const Secret again = test::Must(ReadOrMakeSecretFile(path(), random_));
  EXPECT_EQ(again.Reveal(), made.Reveal());
}

TEST_F(SecretFileTest, IsRefusedWhenOthersMayReadIt) {
  ASSERT_TRUE(ReadOrMakeSecretFile(path(), random_).ok());
  chmod(path().c_str(), 0640);
  const auto secret = ReadOrMakeSecretFile(path(), random_);
  EXPECT_THAT(secret.status(), HasReason(v1::REASON_MALFORMED));
  EXPECT_THAT(secret.status().detail(), HasSubstr("0600"));
}

TEST_F(SecretFileTest, IsRefusedRatherThanReplacedWhenItIsDamaged) {
  for (const char* content : {"", "short\n", "####567890123456789012345678901234567890123\n",
                              "more than a secret has, and then some more of it\n"}) {
    test::WriteFile(path(), content);
    chmod(path().c_str(), 0600);
    const auto secret = ReadOrMakeSecretFile(path(), random_);
    EXPECT_THAT(secret.status(), HasReason(v1::REASON_MALFORMED));
    EXPECT_EQ(test::ReadFile(path()), content);
  }
}

TEST_F(SecretFileTest, SaysWhenItCannotBeMade) {
  EXPECT_FALSE(ReadOrMakeSecretFile(dir_.File("no/such/folder"), random_).ok());
}

}  // namespace
}  // namespace samstig::server
