#include "adapters/crypto.hpp"

#include <gtest/gtest.h>

using namespace tongbao::adapters;

TEST(Crypto, DigestsMatchPublishedValues)
{
    EXPECT_EQ(sha1_hex("abc"), "a9993e364706816aba3e25717850c26c9cd0d89d"); // FIPS 180-1, appendix A
    EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")), // RFC 4231, case 2
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(Crypto, Base64RoundTripsEveryLength)
{
    for (std::size_t size = 0; size < 70; ++size) {
        const auto data = random_bytes(size);
        EXPECT_EQ(base64_decode(base64_encode(data)), data);
    }
}

TEST(Crypto, Base64RefusesWhatIsMalformedButNotUnusedBits)
{
    EXPECT_EQ(base64_decode("QUI="), "AB");
    EXPECT_EQ(base64_decode("QUJ="), "AB"); // the unused low bits are not zero
    EXPECT_FALSE(base64_decode("QUI"));
    EXPECT_FALSE(base64_decode("QU-="));
    EXPECT_FALSE(base64_decode("Q==="));
    EXPECT_FALSE(base64_decode("QU\n="));
}

TEST(Crypto, AesRoundTripsAndRefusesWrongSizes)
{
    const auto key = random_bytes(32);
    const auto iv = key.substr(0, 16);
    const auto data = random_bytes(64);
    EXPECT_EQ(aes256_cbc_decrypt(key, iv, aes256_cbc_encrypt(key, iv, data).value()), data);
    EXPECT_FALSE(aes256_cbc_decrypt(key, iv, data.substr(1)));
    EXPECT_FALSE(aes256_cbc_decrypt(key.substr(1), iv, data));
}

TEST(Crypto, PercentCodingIsOnceAndKeepsPlus)
{
    EXPECT_EQ(percent_encode("a+b/c=~中"), "a%2Bb%2Fc%3D~%E4%B8%AD");
    EXPECT_EQ(percent_decode("a%2Bb+%25"), "a+b+%");
    EXPECT_FALSE(percent_decode("%2"));
    EXPECT_FALSE(percent_decode("%zz"));
}

TEST(Crypto, ConstantTimeCompareSeesLengthAndContent)
{
    EXPECT_TRUE(equal_in_constant_time("abc", "abc"));
    EXPECT_FALSE(equal_in_constant_time("abc", "abd"));
    EXPECT_FALSE(equal_in_constant_time("abc", "ab"));
}
