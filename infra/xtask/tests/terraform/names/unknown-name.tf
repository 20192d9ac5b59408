# says: `each_value` is not declared
output "name" {
  description = "Name."
  value = upper(each_value) # here
}
